//! Playbooks: what a team does, says and signs when something of a kind happens, in a file that the office edits.

use crate::fault::{Fault, located};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use toml::Spanned;

/// A playbook that has passed every check. Each text stands in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Playbook {
    pub id: String,
    pub title: Both,
    /// When to take it up.
    pub when: Both,
    /// Kinds of incidents for which it is offered first.
    pub kinds: Vec<String>,
    /// What must be said within the first hour.
    pub first_hour: Vec<Both>,
    /// Who signs before anything is published.
    pub signers: Vec<Both>,
    pub steps: Vec<Step>,
    pub statements: Vec<Statement>,
    /// SHA-256 of the file as written, in hex: a run says which text it followed.
    pub digest: String,
}

/// One text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    pub zh: String,
    pub en: String,
}

impl Both {
    pub fn in_chinese(&self, is_chinese: bool) -> &str {
        if is_chinese { &self.zh } else { &self.en }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub id: String,
    /// Counted from the moment the matter became known.
    pub within_minutes: u32,
    pub who: Both,
    pub what: Both,
}

/// A statement with blanks, each in 【】 in Chinese and in [ ] in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub id: String,
    pub name: Both,
    pub title: Both,
    pub text: Both,
}

impl Playbook {
    /// Reads a playbook.
    ///
    /// - errors: the first fault with its line, in words that an office can act on
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let file: File = toml::from_str(text).map_err(|error| Fault::of_toml(text, &error))?;
        let mut steps: Vec<Step> = Vec::new();
        for step in file.steps {
            if steps.iter().any(|known| known.id == *step.id.get_ref()) {
                return located(text, &step.id, format!("the step {} stands twice", step.id.get_ref()));
            }
            let id = step.id.into_inner();
            steps.push(Step { id, within_minutes: step.within_minutes, who: step.who, what: step.what });
        }
        steps.sort_by_key(|step| step.within_minutes);
        if file.signers.get_ref().is_empty() {
            return located(text, &file.signers, "nobody signs; name at least one signer".to_owned());
        }
        if file.first_hour.get_ref().is_empty() {
            return located(text, &file.first_hour, "nothing must be said in the first hour; say what".to_owned());
        }
        let statement = |one: StatementFile| Statement {
            id: one.id,
            name: one.name,
            title: one.title,
            text: Both { zh: one.text.zh.trim().to_owned(), en: one.text.en.trim().to_owned() },
        };
        Ok(Playbook {
            id: file.id,
            title: file.title,
            when: file.when,
            kinds: file.kinds,
            first_hour: file.first_hour.into_inner(),
            signers: file.signers.into_inner(),
            steps,
            statements: file.statements.into_iter().map(statement).collect(),
            digest: Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }

    pub fn statement(&self, id: &str) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.id == id)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    title: Both,
    when: Both,
    kinds: Vec<String>,
    first_hour: Spanned<Vec<Both>>,
    signers: Spanned<Vec<Both>>,
    steps: Vec<StepFile>,
    statements: Vec<StatementFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepFile {
    id: Spanned<String>,
    within_minutes: u32,
    who: Both,
    what: Both,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatementFile {
    id: String,
    name: Both,
    title: Both,
    text: Both,
}
