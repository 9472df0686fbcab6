//! `generate`: the Rust source of a table.

use std::fs;
use std::path::Path;

use vkyc_status_codegen::Builder;

use crate::args::Generate;
use crate::{Result, file, output};

pub(crate) fn run(args: &Generate) -> Result<()> {
    let mut builder = match &args.table {
        Some(path) => Builder::new(path),
        None => Builder::new("the compiled-in table").text(vkyc_status::TABLE),
    };
    if let Some(module) = &args.examples {
        builder = builder.examples(module);
    }
    let source = builder.source()?;
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
