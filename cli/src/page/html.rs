//! What the names of HTML and JSX elements say about them.

/// How an element matters for the page's structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It has a title, and what is in it belongs to that title.
    Titled,
    /// It groups others and has no title.
    Group,
    /// `<summary>`: the title of the element around it.
    Summary,
    /// `<h1>` to `<h6>`.
    Heading(usize),
    /// A component that is none of these, or not known: [`Titled`](Self::Titled) where it starts a line.
    Component,
    /// It is part of a line, and shows nothing of its own.
    Inline,
    /// It is part of a line, and separates words.
    Break,
    /// No element: `the <browser> page`.
    Unknown,
}

const TITLED: [&str; 6] = ["Accordion", "Tab", "Card", "Step", "Expandable", "details"];
const GROUPS: &str = " AccordionGroup Tabs CardGroup Steps Columns Column Frame Note Info Warning Tip Check Danger \
    Callout CodeGroup RequestExample ResponseExample table ";
const INLINE: &str = " a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark q rp rt ruby s samp small span \
    strike strong sub sup time tt u var wbr thead tbody Tooltip Icon Badge Link ";
const BREAKS: &str =
    " br p div li ul ol dl dt dd hr img tr td th pre blockquote section article center ";

pub(super) fn role(name: &str) -> Role {
    let is_in = |names: &str, name: &str| names.contains(&format!(" {name} "));
    let lower = name.to_ascii_lowercase();
    if TITLED.contains(&name) || lower == "details" {
        Role::Titled
    } else if is_in(GROUPS, name) || lower == "table" {
        Role::Group
    } else if lower == "summary" {
        Role::Summary
    } else if let Some(level) = heading_level(&lower) {
        Role::Heading(level)
    } else if is_in(INLINE, name) || is_in(INLINE, &lower) {
        Role::Inline
    } else if is_in(BREAKS, &lower) {
        Role::Break
    } else if is_component(name) {
        Role::Component
    } else {
        Role::Unknown
    }
}

fn heading_level(name: &str) -> Option<usize> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (name.len() == 2 && (1..=6).contains(&level)).then_some(level)
}

/// `<Panel>`, and not the placeholder `<TOKEN>`.
fn is_component(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase())
}
