//! The pages of accounts, staff, duty and records with invented people.

use super::{NOW, frame, print, say, staff};
use crate::pages::account::{AccountView, FactorView, PasskeyAddView, PasskeyRow, RecoveryView, SessionRow};
use crate::pages::door::{ChoosePasswordView, ConfirmView, SecondStepView};
use crate::pages::duty::{DutyView, NoteRow, ShiftForm, ShiftRow};
use crate::pages::people::{
    DepartmentRow, DepartmentsView, PeopleView, PersonCodeView, PersonForm, PersonRow, PersonView,
};
use crate::pages::records::{ChangeRow, LookRow, RecordsView};
use org::Proofs;
use web::{Link, UiLang};

const SECRET: &str = "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP";

pub fn account(lang: UiLang) -> String {
    print(&AccountView {
        app_since: Some(NOW.plus_hours(-240)),
        recovery_left: 9,
        passkeys: Some(vec![PasskeyRow {
            id: "k1".into(),
            name: say(lang, "办公室笔记本", "Office laptop"),
            added: NOW.plus_hours(-400),
            used: Some(NOW.plus_hours(-3)),
        }]),
        links: vec!["https://id.qingyu.example".into()],
        ..account_view(lang)
    })
}

pub fn account_plain(lang: UiLang) -> String {
    print(&account_view(lang))
}

fn account_view(lang: UiLang) -> AccountView {
    let session = |id: &str, block: &str, hours: i64, is_this: bool| SessionRow {
        id: id.into(),
        block: block.into(),
        since: NOW.plus_hours(-hours),
        seen: NOW,
        is_this,
    };
    AccountView {
        f: frame(lang, "/desk/account"),
        staff: staff(2),
        role: "approver",
        department: Some(say(lang, "市政府新闻办", "Press office")),
        app_since: None,
        recovery_left: 0,
        sessions: vec![session("a", "203.0.113.0/24", 2, true), session("b", "2001:db8:0:1200::/56", 5, false)],
        passkeys: None,
        links: vec![],
    }
}

pub fn factor(lang: UiLang) -> String {
    let f = frame(lang, "/desk/account");
    let address = "otpauth://totp/Qingyu:lin?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Qingyu";
    let square = web::square(address, &f.t("factor-square")).expect("the address is short");
    print(&FactorView { f, staff: staff(0), square, secret: SECRET.into(), is_wrong: true })
}

pub fn recovery(lang: UiLang) -> String {
    let codes = ["7K3QF-92ABC", "MXTRW-4HJ8D", "Q2W3E-R4T5Y", "PASDF-GHJK9"];
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    print(&RecoveryView { f: frame(lang, "/desk/account"), staff: staff(0), codes })
}

pub fn passkey_add(lang: UiLang) -> String {
    print(&PasskeyAddView {
        f: frame(lang, "/desk/account/passkeys"),
        staff: staff(0),
        name: say(lang, "办公室笔记本", "Office laptop"),
        refused: Some("passkey-known"),
    })
}

pub fn second_step(lang: UiLang) -> String {
    let f = frame(lang, "/desk/sign-in");
    print(&SecondStepView {
        f,
        half: "ab".repeat(32),
        next: String::new(),
        is_wrong: true,
        has_app: true,
        has_keys: true,
    })
}

pub fn choose_password(lang: UiLang) -> String {
    print(&ChoosePasswordView {
        f: frame(lang, "/desk/password"),
        code: "7K3QF-92ABC-MXTRW-4HJ8D".into(),
        code_error: None,
        password_error: Some("password-common"),
    })
}

pub fn confirm(lang: UiLang) -> String {
    print(&ConfirmView {
        f: frame(lang, "/desk#main"),
        csrf: "sample-token".into(),
        next: "/zh/desk/staff".into(),
        kept: vec![("name".into(), say(lang, "吴敏", "Wu Min"))],
        is_form: true,
        has_file: false,
        is_wrong: true,
        proofs: Proofs { has_password: true, has_app: true, has_key: true },
        locked_until: None,
    })
}

fn person_row(id: &str, name: String, role: &'static str, department: Option<String>) -> PersonRow {
    PersonRow { href: format!("/zh/desk/staff/{id}"), sign_in_name: id.into(), name, role, department, ended: None }
}

fn roles(lang: UiLang) -> Vec<(String, String)> {
    let f = frame(lang, "");
    let codes = ["viewer", "officer", "approver", "administrator", "auditor"];
    codes.iter().map(|code| ((*code).to_owned(), f.t(&format!("role-{code}")))).collect()
}

fn departments_choices(lang: UiLang) -> Vec<(String, String)> {
    let none = frame(lang, "").t("people-department-none");
    vec![(String::new(), none), ("water".into(), say(lang, "水务局", "Water bureau"))]
}

pub fn people(lang: UiLang) -> String {
    let press = || Some(say(lang, "市政府新闻办", "Press office"));
    print(&PeopleView {
        f: frame(lang, "/desk/staff"),
        staff: staff(0),
        people: vec![
            person_row("lin", say(lang, "林澜", "Lin Lan"), "approver", press()),
            person_row("wu", say(lang, "吴敏", "Wu Min"), "officer", press()),
            person_row("root", say(lang, "信息中心", "IT centre"), "administrator", None),
        ],
        left: vec![PersonRow {
            ended: Some(NOW.plus_hours(-900)),
            ..person_row("zhao", say(lang, "赵青", "Zhao Qing"), "officer", None)
        }],
        form: Some(PersonForm {
            role: "officer".into(),
            roles: roles(lang),
            departments: departments_choices(lang),
            sign_in_name_error: Some("staff-name-taken"),
            ..PersonForm::default()
        }),
    })
}

pub fn person(lang: UiLang) -> String {
    print(&PersonView {
        f: frame(lang, "/desk/staff/wu"),
        staff: staff(0),
        id: "wu".into(),
        name: say(lang, "吴敏", "Wu Min"),
        sign_in_name: "wu".into(),
        role: "officer",
        department: "water".into(),
        roles: roles(lang),
        departments: departments_choices(lang),
        since: NOW.plus_hours(-2_000),
        ended: None,
        app_since: Some(NOW.plus_hours(-300)),
        key_count: 2,
        links: vec![("https://id.qingyu.example".into(), "f81d4fae-7dec".into())],
        refused: Some("staff-last-administrator"),
        is_self: false,
    })
}

pub fn person_code(lang: UiLang) -> String {
    print(&PersonCodeView {
        f: frame(lang, "/desk/staff"),
        staff: staff(0),
        name: say(lang, "吴敏", "Wu Min"),
        sign_in_name: "wu".into(),
        code: "7K3QF-92ABC-MXTRW-4HJ8D".into(),
        address: "https://qingyu.example/zh/desk/password".into(),
        until: NOW.plus_hours(72),
    })
}

fn departments_view(lang: UiLang, departments: Vec<DepartmentRow>) -> DepartmentsView {
    DepartmentsView {
        f: frame(lang, "/desk/departments"),
        staff: staff(0),
        departments,
        name_zh: String::new(),
        name_en: String::new(),
        zh_error: None,
        en_error: None,
        refused: None,
        may_change: true,
    }
}

pub fn departments(lang: UiLang) -> String {
    let row = |id: &str, zh: &str, en: &str, people_count| DepartmentRow {
        id: id.into(),
        name_zh: zh.into(),
        name_en: en.into(),
        people_count,
        ended: None,
    };
    let old = DepartmentRow { ended: Some(NOW.plus_hours(-900)), ..row("old", "公用局", "Utilities", 0) };
    let rows = vec![row("press", "市政府新闻办", "Press office", 2), row("water", "水务局", "Water bureau", 1), old];
    print(&DepartmentsView { refused: Some("department-has-staff"), ..departments_view(lang, rows) })
}

pub fn departments_empty(lang: UiLang) -> String {
    print(&departments_view(lang, vec![]))
}

pub fn records(lang: UiLang) -> String {
    let f = frame(lang, "/desk/records");
    let change = |hours: i64, kind: &str, name: String, detail: &str| ChangeRow {
        at: NOW.plus_hours(-hours),
        name: say(lang, "信息中心", "IT centre"),
        what: f.t(&format!("audit-{kind}")),
        thing: Some(Link { href: f.href("/desk/staff/3f2a"), text: name }),
        subject: "staff/3f2a".into(),
        detail: detail.into(),
    };
    let wu = || say(lang, "吴敏", "Wu Min");
    print(&RecordsView {
        changes: vec![
            change(1, "role_changed", wu(), "officer → approver"),
            change(3, "password_reset", wu(), ""),
            change(40, "staff_added", wu(), "Wu Min, officer"),
        ],
        looks: vec![LookRow { at: NOW, name: wu(), purpose: f.t("purpose-routine_watch"), what: "story 3f2a".into() }],
        counts: vec![(f.t("purpose-routine_watch"), 312), (f.t("purpose-incident"), 14)],
        staff: staff(0),
        f,
    })
}

fn duty_view(lang: UiLang) -> DutyView {
    DutyView {
        f: frame(lang, "/desk/duty"),
        staff: staff(2),
        now: vec![],
        head: None,
        next: vec![],
        notes: vec![],
        shifts: vec![],
        may_write: true,
        note: String::new(),
        note_error: None,
        form: None,
        head_choices: vec![],
        head_value: String::new(),
    }
}

pub fn duty(lang: UiLang) -> String {
    let (lin, wu) = (say(lang, "林澜", "Lin Lan"), say(lang, "吴敏", "Wu Min"));
    let people = vec![("lin".to_owned(), lin.clone()), ("wu".to_owned(), wu.clone())];
    let shift = |id: &str, name: &str, from: i64, to: i64, is_now| ShiftRow {
        id: id.into(),
        name: name.into(),
        department: Some(say(lang, "市政府新闻办", "Press office")),
        from: NOW.plus_hours(from),
        to: NOW.plus_hours(to),
        is_now,
    };
    let note = |id: &str, text: (&str, &str), read: bool| NoteRow {
        id: id.into(),
        name: wu.clone(),
        at: NOW.plus_hours(-3),
        note: say(lang, text.0, text.1),
        acknowledged: read.then(|| (lin.clone(), NOW.plus_hours(-2))),
        is_waiting: !read,
    };
    print(&DutyView {
        now: vec![(lin.clone(), NOW.plus_hours(5))],
        next: vec![(wu.clone(), NOW.plus_hours(5))],
        head: Some(say(lang, "陈主任", "Director Chen")),
        notes: vec![
            note(
                "n1",
                (
                    "水务局 18 点前给出检测结果。\n论坛来源仍不稳定。",
                    "The water bureau has results by 18:00.\nThe forum still fails now and then.",
                ),
                false,
            ),
            note("n2", ("夜间平静。", "A quiet night."), true),
        ],
        shifts: vec![shift("s1", &lin, -3, 5, true), shift("s2", &wu, 5, 13, false)],
        form: Some(ShiftForm {
            people: people.clone(),
            departments: departments_choices(lang),
            person: "wu".into(),
            from: "2026-11-23T08:00".into(),
            to: "2026-11-23T07:00".into(),
            error: Some("duty-shift-times"),
            ..ShiftForm::default()
        }),
        head_choices: people,
        head_value: "lin".into(),
        ..duty_view(lang)
    })
}

pub fn duty_empty(lang: UiLang) -> String {
    print(&duty_view(lang))
}
