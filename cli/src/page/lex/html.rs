//! Knows the elements of HTML, and the JSX components that pages like the provider's use.

/// What an element is for the page's structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It has a title, and what is in it belongs to that title.
    Titled,
    /// It groups others and has no title.
    Group,
    /// `<summary>`: the title of the element around it.
    Summary,
    /// `<h1>` to `<h6>`.
    Heading(usize),
    /// A component that is not known. It is like [`Titled`](Self::Titled) where it starts a line.
    Component,
    /// Part of a line. Its tags show nothing.
    Inline,
    /// Part of a line. Its tags separate words.
    Break,
    /// Not an element: `the <browser> page`.
    Unknown,
}

/// The role of an element. The names of HTML elements may be in capitals, those of components
/// differ.
pub(crate) fn role(name: &str) -> Role {
    match name {
        "Accordion" | "Tab" | "Card" | "Step" | "Expandable" => return Role::Titled,
        "AccordionGroup" | "Tabs" | "CardGroup" | "Steps" | "Columns" | "Column" | "Frame"
        | "Note" | "Info" | "Warning" | "Tip" | "Check" | "Danger" | "Callout" | "CodeGroup"
        | "RequestExample" | "ResponseExample" => return Role::Group,
        "Tooltip" | "Icon" | "Badge" | "Link" => return Role::Inline,
        _ => {}
    }
    match name.to_ascii_lowercase().as_str() {
        "details" => Role::Titled,
        "table" => Role::Group,
        "summary" => Role::Summary,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "a" | "abbr" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data" | "del" | "dfn"
        | "em" | "font" | "i" | "ins" | "kbd" | "mark" | "q" | "rp" | "rt" | "ruby" | "s"
        | "samp" | "small" | "span" | "strike" | "strong" | "sub" | "sup" | "time" | "tt" | "u"
        | "var" | "wbr" | "thead" | "tbody" => Role::Inline,
        "br" | "p" | "div" | "li" | "ul" | "ol" | "dl" | "dt" | "dd" | "hr" | "img" | "tr"
        | "td" | "th" | "pre" | "blockquote" | "section" | "article" | "center" => Role::Break,
        _ if is_component(name) => Role::Component,
        _ => Role::Unknown,
    }
}

/// `<Panel>`, and not the placeholder `<TOKEN>`.
fn is_component(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase())
}
