//! The menus of the two surfaces. A new entry is one line here and its word in both languages.

use org::Permission;

/// An entry of a menu.
pub struct Entry {
    /// Without its language.
    pub path: &'static str,
    /// The key of its word.
    pub word: &'static str,
    /// What its page asks of whoever opens it, so that nobody is led to a page that refuses them.
    pub needs: Option<Permission>,
}

const fn open(path: &'static str, word: &'static str) -> Entry {
    Entry { path, word, needs: None }
}

/// Entries that belong together.
pub struct Group {
    /// The key of its heading; the first group has none.
    pub heading: Option<&'static str>,
    pub entries: &'static [Entry],
}

/// The desk's rail: what needs me now, then the loop from hearing to answering, then the office itself.
pub const DESK: &[Group] = &[
    Group { heading: None, entries: &[open("/desk", "desk-menu-today"), open("/desk/duty", "desk-menu-duty")] },
    Group {
        heading: Some("desk-menu-hear"),
        entries: &[
            open("/desk/stories", "desk-menu-stories"),
            open("/desk/alerts", "desk-menu-alerts"),
            open("/desk/policy", "desk-menu-policy"),
            open("/desk/briefs", "desk-menu-briefs"),
            open("/desk/topics", "desk-menu-topics"),
            open("/desk/search", "desk-menu-search"),
        ],
    },
    Group {
        heading: Some("desk-menu-answer"),
        entries: &[
            open("/desk/incidents", "desk-menu-incidents"),
            open("/desk/claims", "desk-menu-claims"),
            open("/desk/publications", "desk-menu-publications"),
            open("/desk/channels", "desk-menu-channels"),
        ],
    },
    Group {
        heading: Some("desk-menu-office"),
        entries: &[
            open("/desk/sources", "desk-menu-sources"),
            Entry { path: "/desk/identity", word: "desk-menu-identity", needs: Some(Permission::ManageStaff) },
            open("/desk/wall", "desk-menu-wall"),
            open("/desk/deliveries", "desk-menu-deliveries"),
            open("/desk/staff", "desk-menu-staff"),
            Entry { path: "/desk/records", word: "desk-menu-records", needs: Some(Permission::ReadAudit) },
        ],
    },
];

/// The entry beside which the desk prints how many alerts nobody has acknowledged.
pub const ALERTS: &str = "/desk/alerts";

/// The site's menu.
pub const SITE: &[Entry] = &[
    open("/", "site-menu-heard"),
    open("/answered", "site-menu-answered"),
    open("/claims", "site-menu-claims"),
    open("/published", "site-menu-published"),
    open("/listening", "site-menu-listening"),
    open("/log", "log-menu"),
    open("/search", "site-menu-search"),
];
