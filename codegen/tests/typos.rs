//! Single typos in a table: the first diagnostic names the line that was changed.

use std::collections::BTreeMap;

use vkyc_status_codegen::Table;

const TABLE: &str = include_str!("table.toml");

/// A changed text, the line that is to be named, and what kind of change it is.
struct Typo {
    text: String,
    line: usize,
    kind: &'static str,
}

/// Each header, key and value of the table, misspelt or of a wrong type in turn.
fn typos() -> Vec<Typo> {
    let lines: Vec<&str> = TABLE.lines().collect();
    let mut typos = Vec::new();
    let mut header = 0;
    for (i, line) in lines.iter().enumerate() {
        let mut replace = |kind, with: String, line: usize| {
            if with != lines[i] {
                let mut changed = lines.clone();
                changed[i] = &with;
                typos.push(Typo { text: changed.join("\n") + "\n", line: line + 1, kind });
            }
        };
        if line.starts_with('[') {
            header = i;
            let name = line.trim_matches(['[', ']']);
            misspelt(name).for_each(|other| replace("header", line.replace(name, &other), i));
            replace("brackets", format!("[{name}]"), i);
            replace("brackets", format!("[[{name}]]"), i);
            replace("brackets", format!("[[{name}]"), i);
            replace("brackets", format!("[{name}]]"), i);
            replace("brackets", name.to_owned(), i);
        } else if let Some((key, value)) = line.split_once(" = ").filter(|_| !line.starts_with('#'))
        {
            misspelt(key).for_each(|key| replace("key", format!("{key} = {value}"), i));
            replace("removed", String::new(), header);
            for other in ["7", "true", "", "[7]", "\"\"", "\"  \"", "{ }", "[[]]", "\"a\u{202e}b\""]
            {
                replace("type", format!("{key} = {other}"), i);
            }
            replace("quotes", format!("{key} = {}", value.replacen('"', "", 1)), i);
            replace("quotes", format!("{key} = {}", value.trim_end_matches(['"', ']'])), i);
            replace("separator", format!("{key} {value}"), i);
            replace("separator", format!("{key}: {value}"), i);
            replace("doubled", format!("{line}\n{line}"), i);
            if ["code", "status", "id", "actions", "outcome", "url", "retrieved"].contains(&key) {
                misspelt(value).for_each(|value| replace("value", format!("{key} = {value}"), i));
                replace("value", format!("{key} = {}", value.to_lowercase()), i);
                replace("value", format!("{key} = {}", value.to_uppercase()), i);
            }
        }
    }
    typos
}

/// A word with one letter left out, doubled, replaced or exchanged with the one before: its first, its
/// last, and one in between.
fn misspelt(word: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = word.chars().collect();
    let last = letters.len().saturating_sub(1);
    [(0, 'r'), (last / 2, 'd'), (last / 2, 's'), (last, 'l')].into_iter().map(move |(at, edit)| {
        let mut letters = letters.clone();
        match edit {
            'l' => _ = letters.pop(),
            'd' => letters.insert(at, letters[at]),
            's' => letters.swap(at, at.saturating_sub(1)),
            _ => letters[at] = 'x',
        }
        letters.into_iter().collect()
    })
}

#[test]
fn the_first_diagnostic_of_a_typo_names_its_line() {
    let (mut refused, mut missed) = (0, BTreeMap::<_, Vec<_>>::new());
    let typos = typos();
    let count = typos.len();
    for typo in typos {
        let Err(diagnostics) = Table::parse("t.toml", &typo.text) else { continue };
        refused += 1;
        let first = diagnostics.iter().next().unwrap();
        // A line that was doubled may be reported at either.
        let position = first.position().map(|position| position.line);
        let is_named = position == Some(typo.line)
            || typo.kind == "doubled" && position == Some(typo.line + 1);
        if !is_named {
            let line = typo.text.lines().nth(typo.line - 1).unwrap().to_owned();
            missed.entry(typo.kind).or_default().push(format!("{}: {line}: {first}", typo.line));
        }
    }
    let total: usize = missed.values().map(Vec::len).sum();
    println!("{count} typos, {refused} refused, {total} reported elsewhere");
    for (kind, missed) in &missed {
        println!("{kind}: {}", missed.len());
        missed.iter().take(8).for_each(|missed| println!("  {missed}"));
    }
    assert!(total * 50 <= refused, "{total} of {refused} typos are reported elsewhere");
}
