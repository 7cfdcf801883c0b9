//! What each member of staff may do: five roles, seven permissions, one table.

/// What a member of staff is here to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Reads the desk.
    Viewer,
    /// Works on alerts and sources.
    Officer,
    /// An officer who may also approve what is published.
    Approver,
    /// Looks after staff and settings.
    Administrator,
    /// Reads the desk and the record of who looked at what.
    Auditor,
}

/// One thing that may be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// See stories, alerts and sources; each look is recorded.
    Read,
    /// Acknowledge an alert and give a verdict on it.
    HandleAlerts,
    /// Add, change and pause what is listened to.
    ManageSources,
    /// Write what is to be published, and submit it.
    Write,
    /// Approve a publication that someone else wrote.
    Approve,
    /// Add staff, change roles, end accounts.
    ManageStaff,
    /// See who looked at what, and why.
    ReadAudit,
}

impl Role {
    pub const ALL: &'static [Role] = &[Role::Viewer, Role::Officer, Role::Approver, Role::Administrator, Role::Auditor];

    pub const fn code(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Officer => "officer",
            Role::Approver => "approver",
            Role::Administrator => "administrator",
            Role::Auditor => "auditor",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Role::ALL.iter().copied().find(|role| role.code() == code)
    }

    pub const fn may(self, permission: Permission) -> bool {
        use Permission::{Approve, HandleAlerts, ManageSources, Read, ReadAudit, Write};
        match self {
            Role::Viewer => matches!(permission, Read),
            Role::Officer => matches!(permission, Read | HandleAlerts | ManageSources | Write),
            Role::Approver => matches!(permission, Read | HandleAlerts | ManageSources | Write | Approve),
            // Whoever makes accounts may not approve: otherwise one person could make the second pair of eyes. Nor may
            // they read the record of what they changed: another person looks after that.
            Role::Administrator => !matches!(permission, Approve | ReadAudit),
            Role::Auditor => matches!(permission, Read | ReadAudit),
        }
    }
}
