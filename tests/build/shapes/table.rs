//! A table of codes that differ in nothing but their names.

pub(crate) fn of(names: &[String]) -> String {
    let mut table = String::from(
        "source = { title = \"T\", url = \"https://example.com\", retrieved = 2026-01-01 }\n\
         action = [{ id = \"do\", summary = \"Do.\" }]\n\
         outcome = [{ id = \"done\", summary = \"It is done.\" }]\n\
         [[phase]]\nstatus = \"PHASE\"\ntitle = \"P\"\n",
    );
    for name in names {
        let row = "description = \"D\"\nrecommended_action = \"R\"\nactions = [\"do\"]\noutcome = \"done\"";
        table += &format!("[[phase.code]]\ncode = \"{name}\"\n{row}\n");
    }
    table
}
