//! The menus of the two surfaces. A new entry is one line here and its word in both languages.

/// An entry of a menu.
pub struct Entry {
    /// Without its language.
    pub path: &'static str,
    /// The key of its word.
    pub word: &'static str,
}

/// Entries that belong together.
pub struct Group {
    /// The key of its heading; the first group has none.
    pub heading: Option<&'static str>,
    pub entries: &'static [Entry],
}

/// The desk's rail: what needs me now, then the loop from hearing to answering, then the office itself.
pub const DESK: &[Group] = &[
    Group {
        heading: None,
        entries: &[
            Entry { path: "/desk", word: "desk-menu-today" },
            Entry { path: "/desk/duty", word: "desk-menu-duty" },
        ],
    },
    Group {
        heading: Some("desk-menu-hear"),
        entries: &[
            Entry { path: "/desk/stories", word: "desk-menu-stories" },
            Entry { path: "/desk/alerts", word: "desk-menu-alerts" },
            Entry { path: "/desk/policy", word: "desk-menu-policy" },
            Entry { path: "/desk/briefs", word: "desk-menu-briefs" },
            Entry { path: "/desk/topics", word: "desk-menu-topics" },
            Entry { path: "/desk/search", word: "desk-menu-search" },
        ],
    },
    Group {
        heading: Some("desk-menu-answer"),
        entries: &[
            Entry { path: "/desk/incidents", word: "desk-menu-incidents" },
            Entry { path: "/desk/claims", word: "desk-menu-claims" },
            Entry { path: "/desk/publications", word: "desk-menu-publications" },
            Entry { path: "/desk/channels", word: "desk-menu-channels" },
        ],
    },
    Group {
        heading: Some("desk-menu-office"),
        entries: &[
            Entry { path: "/desk/sources", word: "desk-menu-sources" },
            Entry { path: "/desk/identity", word: "desk-menu-identity" },
            Entry { path: "/desk/wall", word: "desk-menu-wall" },
            Entry { path: "/desk/deliveries", word: "desk-menu-deliveries" },
            Entry { path: "/desk/staff", word: "desk-menu-staff" },
            Entry { path: "/desk/records", word: "desk-menu-records" },
        ],
    },
];

/// The entry beside which the desk prints how many alerts nobody has acknowledged.
pub const ALERTS: &str = "/desk/alerts";

/// The site's menu.
pub const SITE: &[Entry] = &[
    Entry { path: "/", word: "site-menu-heard" },
    Entry { path: "/answered", word: "site-menu-answered" },
    Entry { path: "/claims", word: "site-menu-claims" },
    Entry { path: "/published", word: "site-menu-published" },
    Entry { path: "/listening", word: "site-menu-listening" },
    Entry { path: "/log", word: "log-menu" },
    Entry { path: "/search", word: "site-menu-search" },
];
