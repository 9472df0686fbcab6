use std::path::Path;
use std::{env, error::Error, fs};

use vkyc_status::codegen;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=statuses.toml");
    let toml = codegen::read(Path::new("statuses.toml"))?;
    let source = codegen::generate("statuses.toml", &toml, Some("second::statuses"))?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("statuses.rs"), source)?;
    Ok(())
}
