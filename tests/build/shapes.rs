//! Tables of every shape that the generator knows a scheme for, and of those that it does not: each
//! `parse` finds what a scan finds, and nothing else.

use crate::workspace::{Crate, package, succeed};

#[test]
fn parse_agrees_with_a_scan_for_tables_of_every_shape() {
    let shapes = Crate::new(
        "shapes",
        r"
        [dependencies]
        vkyc-status = { @library, default-features = false }

        [build-dependencies]
        vkyc-status-codegen = { @generator }
        ",
    );
    for (from, to) in [("build.rs", "build.rs"), ("table.rs", "table.rs"), ("lib.rs", "src/lib.rs")]
    {
        shapes.copy(&package().join("tests/build/shapes").join(from), to);
    }
    succeed(&mut shapes.cargo(&["test", "--lib"]));
}
