//! A table of codes that differ in nothing but their names.

pub(crate) fn of(names: &[String]) -> String {
    let mut table = String::from(
        "source = { title = \"T\", url = \"https://example.com\", retrieved = 2026-01-01 }\n\
         column = [{ name = \"code\", header = \"Code\" }]\n\
         [[phase]]\nstatus = \"PHASE\"\ntitle = \"P\"\n",
    );
    for name in names {
        table += &format!("[[phase.code]]\ncode = \"{name}\"\n");
    }
    table
}
