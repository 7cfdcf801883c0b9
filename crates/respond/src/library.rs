//! The office's files: rules, calendars and playbooks. What ships with the program stands until the office writes its own.

use crate::calendar::{Calendar, Year};
use crate::fault::Fault;
use crate::playbook::Playbook;
use crate::rules::Rules;
use model::Zone;
use std::collections::BTreeMap;
use std::path::Path;

/// Everything that an office works by when something happens.
#[derive(Clone, Debug)]
pub struct Library {
    pub rules: Rules,
    pub calendar: Calendar,
    /// By id.
    pub playbooks: Vec<Playbook>,
}

/// What ships with the program, by the path that a file of the office's own folder would have.
const SHIPPED: &[(&str, &str)] = &[
    ("rules/cn.toml", include_str!("../library/rules/cn.toml")),
    ("rules/international.toml", include_str!("../library/rules/international.toml")),
    ("calendars/cn/2024.toml", include_str!("../library/calendars/cn/2024.toml")),
    ("calendars/cn/2025.toml", include_str!("../library/calendars/cn/2025.toml")),
    ("calendars/cn/2026.toml", include_str!("../library/calendars/cn/2026.toml")),
    ("playbooks/data-leak.toml", include_str!("../library/playbooks/data-leak.toml")),
    ("playbooks/false-rumour.toml", include_str!("../library/playbooks/false-rumour.toml")),
    ("playbooks/flood.toml", include_str!("../library/playbooks/flood.toml")),
    ("playbooks/misconduct.toml", include_str!("../library/playbooks/misconduct.toml")),
    ("playbooks/policy-misread.toml", include_str!("../library/playbooks/policy-misread.toml")),
    ("playbooks/water-fault.toml", include_str!("../library/playbooks/water-fault.toml")),
];

/// A file that was refused, named so that whoever wrote it finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub file: String,
    pub fault: Fault,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", self.file, self.fault)
    }
}

impl std::error::Error for Refused {}

/// A file that ships with the program, for an office that begins its own from it.
///
/// - `path`: as in the office's own folder, such as `playbooks/false-rumour.toml`
pub fn shipped_file(path: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

impl Library {
    /// What ships with the program, for a jurisdiction that ships.
    pub fn shipped(jurisdiction: &str) -> Result<Self, Refused> {
        read(jurisdiction, &SHIPPED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    /// What ships, with the files of the office's own folder in place of those with the same path and beside the others.
    ///
    /// - `folder`: nothing where the office has none
    pub fn load(folder: Option<&Path>, jurisdiction: &str) -> Result<Self, Refused> {
        let mut files: BTreeMap<String, String> =
            SHIPPED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        if let Some(folder) = folder {
            let calendars = format!("calendars/{jurisdiction}");
            for part in ["rules", "playbooks", calendars.as_str()] {
                add(&mut files, folder, part)?;
            }
        }
        read(jurisdiction, &files)
    }

    /// What a clock counts by.
    pub fn measure<'a>(&'a self, zone: &'a Zone) -> crate::clock::Measure<'a> {
        crate::clock::Measure { calendar: &self.calendar, zone }
    }

    pub fn playbook(&self, id: &str) -> Option<&Playbook> {
        self.playbooks.iter().find(|playbook| playbook.id == id)
    }

    /// Playbooks for a kind of incident first, then the others.
    pub fn playbooks_for(&self, kind: &str) -> Vec<&Playbook> {
        let is_for = |playbook: &Playbook| playbook.kinds.iter().any(|known| known == kind);
        let mut ordered: Vec<&Playbook> = self.playbooks.iter().collect();
        ordered.sort_by_key(|playbook| (!is_for(playbook), playbook.id.clone()));
        ordered
    }
}

fn add(files: &mut BTreeMap<String, String>, folder: &Path, part: &str) -> Result<(), Refused> {
    let unreadable = |path: &Path, error: &std::io::Error| Refused {
        file: path.display().to_string(),
        fault: Fault { line: 1, what: format!("it cannot be read: {error}") },
    };
    let place = folder.join(part);
    if !place.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(&place).map_err(|error| unreadable(&place, &error))? {
        let path = entry.map_err(|error| unreadable(&place, &error))?.path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        files.insert(format!("{part}/{name}"), text);
    }
    Ok(())
}

fn read(jurisdiction: &str, files: &BTreeMap<String, String>) -> Result<Library, Refused> {
    let path = format!("rules/{jurisdiction}.toml");
    let refused = |file: &str| {
        let file = file.to_owned();
        move |fault| Refused { file, fault }
    };
    let Some(text) = files.get(&path) else {
        let what = format!("there is no such file for the jurisdiction {jurisdiction}");
        return Err(Refused { file: path, fault: Fault { line: 1, what } });
    };
    let rules = Rules::parse(text).map_err(refused(&path))?;
    let within = |folder: &str| {
        let begins = format!("{folder}/");
        files.iter().filter(move |(path, _)| path.starts_with(&begins))
    };
    let mut years = Vec::new();
    for (path, text) in within(&format!("calendars/{}", rules.calendar)) {
        years.push(Year::parse(text).map_err(refused(path))?);
    }
    let mut playbooks = Vec::new();
    for (path, text) in within("playbooks") {
        playbooks.push(Playbook::parse(text).map_err(refused(path))?);
    }
    Ok(Library { calendar: Calendar::new(rules.week_off.clone(), years), rules, playbooks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_is_read_for_both_jurisdictions() {
        for jurisdiction in ["cn", "international"] {
            let library = Library::shipped(jurisdiction).expect("it is read");
            assert_eq!(library.playbooks.len(), 6);
            assert!(library.rules.incident_kinds().count() >= 6);
            for playbook in &library.playbooks {
                assert!(playbook.steps.len() >= 5, "{}", playbook.id);
                assert!(!playbook.statements.is_empty() && !playbook.first_hour.is_empty(), "{}", playbook.id);
                for statement in &playbook.statements {
                    assert!(statement.text.zh.contains('【') && statement.text.en.contains('['), "{}", playbook.id);
                }
            }
        }
        assert!(Library::shipped("atlantis").is_err());
    }

    #[test]
    fn the_office_s_own_folder_stands_before_what_ships() {
        let folder = std::env::temp_dir().join(format!("candor-library-{}", std::process::id()));
        let write = |path: &str, text: &str| {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        let rules = include_str!("../library/rules/cn.toml").replace("within = 48", "within = 36");
        write("rules/cn.toml", &rules);
        let calendar = "year = 2027\nnotice = \"未核对\"\nchecked = \"2026-11-25\"\nconfirmed = false\n";
        write("calendars/cn/2027.toml", calendar);
        let own = Library::load(Some(&folder), "cn").expect("it is read");
        assert_ne!(own.rules.digest, Library::shipped("cn").expect("it is read").rules.digest);
        assert_eq!(own.calendar.years().map(|year| year.year).collect::<Vec<_>>(), [2024, 2025, 2026, 2027]);
        assert_eq!(own.playbooks.len(), 6);

        write("playbooks/flood.toml", "id = \"flood\"\nsteps = 3\n");
        let refused = Library::load(Some(&folder), "cn").expect_err("it is refused").to_string();
        assert!(refused.starts_with("playbooks/flood.toml, line "), "{refused}");
        std::fs::remove_dir_all(&folder).expect("the folder goes");
    }
}
