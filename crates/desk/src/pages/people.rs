//! Staff: who works here, in which role and department, and what an administrator can do for them.

use crate::pages::account::role_key;
use askama::Template;
use model::Time;
use web::{Field, Frame, Input, Staff};

#[derive(Template)]
#[template(path = "people.html")]
pub struct PeopleView {
    pub f: Frame,
    pub staff: Staff,
    pub people: Vec<PersonRow>,
    /// Those who left, last first.
    pub left: Vec<PersonRow>,
    /// The form of a new colleague; nothing for those who may only look.
    pub form: Option<PersonForm>,
}

pub struct PersonRow {
    pub href: String,
    pub name: String,
    pub sign_in_name: String,
    pub role: &'static str,
    pub department: Option<String>,
    pub ended: Option<Time>,
}

impl PersonRow {
    fn role_key(&self) -> String {
        role_key(self.role)
    }
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub struct PersonForm {
    pub name: String,
    pub sign_in_name: String,
    pub role: String,
    pub department: String,
    /// Code and text, in order.
    pub roles: Vec<(String, String)>,
    pub departments: Vec<(String, String)>,
    pub name_error: Option<&'static str>,
    pub sign_in_name_error: Option<&'static str>,
}

impl PersonForm {
    fn fields(&self) -> [Field; 4] {
        [
            Field::new("name", "people-name").hint("people-name-hint").value(&self.name).error(self.name_error),
            Field::new("sign_in_name", "people-sign-in-name")
                .hint("people-sign-in-name-hint")
                .value(&self.sign_in_name)
                .error(self.sign_in_name_error),
            role_field(&self.roles, &self.role),
            department_field(&self.departments, &self.department),
        ]
    }
}

fn role_field(roles: &[(String, String)], value: &str) -> Field {
    Field::new("role", "people-role").input(Input::Choice(roles.to_vec())).value(value)
}

fn department_field(departments: &[(String, String)], value: &str) -> Field {
    Field::new("department", "people-department").input(Input::Choice(departments.to_vec())).value(value)
}

/// One colleague.
#[derive(Template)]
#[template(path = "person.html")]
pub struct PersonView {
    pub f: Frame,
    pub staff: Staff,
    pub id: String,
    pub name: String,
    pub sign_in_name: String,
    pub role: &'static str,
    pub department: String,
    pub roles: Vec<(String, String)>,
    pub departments: Vec<(String, String)>,
    pub since: Time,
    pub ended: Option<Time>,
    pub app_since: Option<Time>,
    pub key_count: u32,
    /// Issuer and subject of each linked account.
    pub links: Vec<(String, String)>,
    /// What could not be done, as a key.
    pub refused: Option<&'static str>,
    pub is_self: bool,
}

impl PersonView {
    fn role_key(&self) -> String {
        role_key(self.role)
    }

    fn path(&self, verb: &str) -> String {
        format!("/desk/staff/{}/{verb}", self.id)
    }

    fn fields(&self) -> [Field; 2] {
        [role_field(&self.roles, self.role), department_field(&self.departments, &self.department)]
    }

    fn link_fields(&self) -> [Field; 2] {
        [
            Field::new("issuer", "people-issuer").input(Input::Url).hint("people-issuer-hint"),
            Field::new("subject", "people-subject").hint("people-subject-hint"),
        ]
    }
}

/// A one-time code, shown once.
#[derive(Template)]
#[template(path = "person_code.html")]
pub struct PersonCodeView {
    pub f: Frame,
    pub staff: Staff,
    pub name: String,
    pub sign_in_name: String,
    pub code: String,
    /// Where the code is used.
    pub address: String,
    pub until: Time,
}

/// The parts of the office.
#[derive(Template)]
#[template(path = "departments.html")]
pub struct DepartmentsView {
    pub f: Frame,
    pub staff: Staff,
    pub departments: Vec<DepartmentRow>,
    pub name_zh: String,
    pub name_en: String,
    pub zh_error: Option<&'static str>,
    pub en_error: Option<&'static str>,
    pub refused: Option<&'static str>,
    pub may_change: bool,
}

pub struct DepartmentRow {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub people_count: u32,
    pub ended: Option<Time>,
}

impl DepartmentsView {
    fn fields(&self) -> [Field; 2] {
        [
            Field::new("name_zh", "departments-name-zh").value(&self.name_zh).error(self.zh_error),
            Field::new("name_en", "departments-name-en").value(&self.name_en).error(self.en_error),
        ]
    }
}
