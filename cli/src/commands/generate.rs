//! `generate`: the Rust source of a table.

use std::fs;
use std::path::Path;

use vkyc_status_codegen::Builder;

use crate::args::Generate;
use crate::{Result, file, input, output};

pub(crate) fn run(args: &Generate) -> Result<()> {
    let (path, text) = match &args.table {
        Some(path) => (path.as_path(), vkyc_status_codegen::read(path)?),
        None => (Path::new("the compiled-in table"), vkyc_status::TABLE.to_owned()),
    };
    let mut builder = Builder::new(path).text(&*text);
    if let Some(module) = &args.examples {
        builder = builder.examples(module);
    }
    let name = path.display().to_string();
    let source = builder.source().map_err(|faults| input::refusal(&name, &text, faults))?;
    match &args.output {
        Some(path) if args.table.as_ref().is_some_and(|table| is_same(table, path)) => {
            let path = path.display();
            return Err(format!("{path}: is the table itself; name another file to write").into());
        }
        Some(path) => file::write(path, &source)?,
        None => output::print(&source)?,
    }
    Ok(())
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}
