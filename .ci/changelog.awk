# Edits the entries under `## [Unreleased]` of a changelog in the form of Keep a Changelog.
#
#   awk -f changelog.awk [-v remove=FILE] [-v add=FILE] [-v only=entries|rest] FILE
#
# Removes the entries of one file, then adds those of another that are not there, each under its
# heading. A file without a title is all entries. Prints the whole, or `only` the entries, or only the
# rest.

BEGIN {
    ranks = split("Added Changed Deprecated Removed Fixed Security", names, " ")
    for (i = 1; i <= ranks; i++) rank[names[i]] = i

    if (remove != "") {
        read(remove)
        for (i = 1; i <= entries; i++) skipped[heading[i], text[i]] = 1
    }
    if (add != "") {
        read(add)
        more = entries
        for (i = 1; i <= more; i++) { added_heading[i] = heading[i]; added_text[i] = text[i] }
    }
    read(ARGV[1])
    for (i = 1; i <= entries; i++) {
        if (!((heading[i], text[i]) in skipped)) keep(heading[i], text[i])
    }
    for (i = 1; i <= more; i++) keep(added_heading[i], added_text[i])

    if (only != "entries") print_lines(above, above_lines)
    if (only == "") print_title()
    if (only != "rest") print_entries()
    if (only == "" && below_lines > 0) print ""
    if (only != "entries") print_lines(below, below_lines)
    exit 0
}

# Sets `above`, `title`, `heading` and `text` of the entries, and `below`.
function read(path,    line, lines, count, i, part, found, of) {
    above_lines = below_lines = entries = 0
    title = ""
    part = "entries"
    while ((found = (getline line < path)) > 0) {
        lines[++count] = line
        if (line ~ /^##? /) part = "above"
    }
    close(path)
    if (found < 0) {
        print "changelog.awk: " path ": cannot be read" > "/dev/stderr"
        exit 2
    }
    for (i = 1; i <= count; i++) {
        line = lines[i]
        if (part == "above" && line ~ /^## \[Unreleased\]/) {
            part = "entries"
            title = line
            continue
        }
        # The definitions of links at the end belong to no section.
        if (part != "below" && (line ~ /^## / || line ~ /^\[[^]]+\]: /)) {
            end_entry(of)
            part = "below"
        }
        if (part == "above") above[++above_lines] = line
        else if (part == "below") below[++below_lines] = line
        else if (line ~ /^### /) {
            end_entry(of)
            of = substr(line, 5)
        } else {
            if (line ~ /^[-*] /) end_entry(of)
            if (entry != "" || line != "") entry = entry line "\n"
        }
    }
    end_entry(of)
}

function end_entry(of) {
    sub(/\n+$/, "", entry)
    if (entry != "") {
        heading[++entries] = of
        text[entries] = entry
    }
    entry = ""
}

function keep(of, entry) {
    if ((of, entry) in kept) return
    kept[of, entry] = 1
    if (!(of in size)) place(of)
    body[of, ++size[of]] = entry
}

# Puts a heading before those that come after it by rank.
function place(of,    at, i) {
    at = ++order_length
    while (of in rank && at > 1 && rank[order[at - 1]] > rank[of]) {
        order[at] = order[at - 1]
        at--
    }
    order[at] = of
    size[of] = 0
}

function print_title() {
    if (title == "") {
        if (above_lines > 0 && above[above_lines] != "") print ""
        title = "## [Unreleased]"
    }
    print title
    if (order_length > 0) print ""
}

function print_entries(    i, j, of) {
    for (i = 1; i <= order_length; i++) {
        of = order[i]
        if (i > 1) print ""
        if (of != "") print "### " of "\n"
        for (j = 1; j <= size[of]; j++) print body[of, j]
    }
}

function print_lines(lines, count,    i) {
    for (i = 1; i <= count; i++) print lines[i]
}
