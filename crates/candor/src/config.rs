//! One TOML file and the environment; every setting has a default that is safe.

use courier::{MailSettings, Security};
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use ledger::note::{KeyKind, VerifierKey};
use model::{District, K_MIN, Threshold, Zone};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What an operator may set. It has no `Debug`, since it carries passwords. Unknown keys are refused, since a misspelt setting would silently be its default.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The body's names, as every page carries them.
    pub name_zh: String,
    pub name_en: String,
    /// The office's time zone, by its IANA name.
    pub zone: String,
    /// Where the embedded database lies.
    pub data: PathBuf,
    /// A PostgreSQL URL; empty means the embedded database.
    pub database: String,
    pub listen: SocketAddr,
    /// Where Prometheus metrics are served; never the public address.
    pub metrics: SocketAddr,
    /// The public address as visitors type it. With https, cookies and headers are set for it.
    pub public_url: String,
    /// Whether a proxy of the operator's stands in front and names the client in X-Forwarded-For.
    pub behind_proxy: bool,
    /// Distinct voices below which nothing is shown.
    pub voices_min: u32,
    /// How many days the masked text of private persons is kept.
    pub text_days: u32,
    /// The policy file of warnings; empty means the one that Candor ships with.
    pub warning_policy: Option<PathBuf>,
    /// The model of feelings that `candor train sentiment` made from labels of the office's own; empty means that words alone decide.
    pub sentiment_model: Option<PathBuf>,
    /// Whose duties apply: `cn`, `international`, or a file of your own in `respond_folder`.
    pub jurisdiction: String,
    /// The folder of your own rules, calendars and playbooks; empty means those that Candor ships with.
    pub respond_folder: Option<PathBuf>,
    /// Hosts of the operator's own network that may be fetched although their address is not public, each as `host:port`.
    pub own_hosts: Vec<String>,
    /// The hour of the office at which the brief of the day before is written.
    pub brief_hour: u32,
    /// Where a mail system puts what the desk forwards: a folder that holds one maildir for each source that reads mail, named
    /// as the source. Without it no mail is read.
    pub mail_folder: Option<PathBuf>,
    /// The districts of the body, each with the names by which texts mention it.
    pub districts: Vec<District>,
    /// Another house through which staff may sign in, such as the city's own directory; without an issuer there is none.
    pub house: org::House,
    /// The file of the key that seals second factors and secrets of channels; empty means `seal.key` in the data folder. Several
    /// machines that share a database share it.
    pub seal_key: Option<PathBuf>,
    /// The office's mail server; without one no mail is sent.
    pub mail: MailSettings,
    /// The log that anyone can verify.
    pub log: LogSettings,
    /// Watching others' logs.
    pub witness: WitnessSettings,
    /// Bearers of a contact for the accessibility statement and for complaints.
    pub contact: String,
}

/// The log: its name, its key, and who watches it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogSettings {
    /// Its name for ever, such as `city.example/log`; empty means the public address without its scheme, and `/log`.
    pub origin: String,
    /// The file of its key; without one it lies in the data folder.
    pub key: Option<PathBuf>,
    pub witnesses: Vec<WitnessEntry>,
    /// As many operators must answer before anything is signed after a start; nothing means one if there is any.
    pub operators_min: Option<usize>,
}

/// A witness that watches our log.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WitnessEntry {
    /// Who runs it. Several keys of one operator count once.
    pub operator: String,
    pub vkey: String,
    /// Its submission prefix.
    pub url: String,
}

/// Whose logs are watched, and under which name.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct WitnessSettings {
    /// The name of the cosigning key, such as `city.example/witness`; empty means the public address without its scheme, and `/witness`.
    pub name: String,
    /// The file of its key; without one it lies in the data folder.
    pub key: Option<PathBuf>,
    /// The verifier keys of the logs that are watched.
    pub logs: Vec<String>,
}

/// Text of private persons may be kept this long at most.
pub const TEXT_DAYS_MAX: u32 = 30;
/// A district smaller than this could point at a person.
pub const DISTRICT_POPULATION_MIN: u32 = 10_000;

impl Default for Config {
    fn default() -> Self {
        Config {
            name_zh: "示例市人民政府".to_owned(),
            name_en: "City of Example".to_owned(),
            zone: "Asia/Shanghai".to_owned(),
            data: PathBuf::from("candor-data"),
            database: String::new(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            metrics: SocketAddr::from(([127, 0, 0, 1], 9090)),
            public_url: String::new(),
            behind_proxy: false,
            voices_min: model::K_DEFAULT,
            text_days: 7,
            warning_policy: None,
            sentiment_model: None,
            jurisdiction: "cn".to_owned(),
            respond_folder: None,
            own_hosts: Vec::new(),
            brief_hour: 7,
            mail_folder: None,
            districts: Vec::new(),
            house: org::House::default(),
            seal_key: None,
            mail: MailSettings::default(),
            log: LogSettings::default(),
            witness: WitnessSettings::default(),
            contact: String::new(),
        }
    }
}

/// A fault of the configuration, in one sentence for whoever runs the program.
pub type Fault = String;

impl Config {
    /// Reads the file, if there is one, and then the environment (`CANDOR_LISTEN`, `CANDOR_DATABASE`, `CANDOR_MAIL__PASSWORD`, …).
    pub fn load(file: Option<&Path>) -> Result<Self, Fault> {
        let mut figment = Figment::from(Serialized::defaults(Config::default()));
        if let Some(file) = file {
            if !file.exists() {
                return Err(format!("The configuration file {} is not there.", file.display()));
            }
            figment = figment.merge(Toml::file(file));
        }
        // Some variables say where the file is, what to log and how to test; they are not settings in it.
        let is_setting = |name: &figment::value::UncasedStr| {
            name != "config" && name != "log" && !name.as_str().to_ascii_lowercase().starts_with("test_")
        };
        let environment = Env::prefixed("CANDOR_").filter(is_setting).split("__");
        figment.merge(environment).extract().map_err(|error| format!("The configuration cannot be read: {error}."))
    }

    /// Everything that is wrong with it, each in one sentence that says what to do.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if Zone::named(&self.zone).is_none() {
            faults.push(format!("zone: \"{}\" is not an IANA time zone; write for example Asia/Shanghai.", self.zone));
        }
        if self.voices_min < K_MIN {
            faults.push(format!(
                "voices_min: {} is under {K_MIN}, the least that keeps small groups hidden; raise it.",
                self.voices_min
            ));
        }
        if self.text_days == 0 || self.text_days > TEXT_DAYS_MAX {
            faults.push(format!("text_days: {} is not between 1 and {TEXT_DAYS_MAX}.", self.text_days));
        }
        if self.listen == self.metrics {
            faults.push("metrics: it must not share the public address; give it a port of its own.".to_owned());
        }
        if !self.public_url.is_empty() && !self.public_url.starts_with("https://") {
            let is_loopback = self.listen.ip().is_loopback() && self.public_url.starts_with("http://");
            if !is_loopback {
                faults.push("public_url: it must begin with https://, since staff sign in through it.".to_owned());
            }
        }
        if self.public_url.is_empty() && !self.listen.ip().is_loopback() {
            faults.push("public_url: it is needed when listening beyond this machine, so that cookies are sent over https alone.".to_owned());
        }
        for host in &self.own_hosts {
            if host.rsplit_once(':').is_none_or(|(_, port)| port.parse::<u16>().is_err()) {
                faults.push(format!("own_hosts: \"{host}\" is not of the form host:port."));
            }
        }
        if let Some(mail) = self.mail() {
            let is_here = matches!(mail.server.as_str(), "localhost" | "127.0.0.1" | "::1");
            if mail.security == Security::None && !is_here {
                faults.push(
                    "mail: security = \"none\" is only for a server on this machine; write \"starttls\" or \"tls\"."
                        .to_owned(),
                );
            }
            if mail.from.is_empty() {
                faults.push("mail: from is needed, so that people see who writes to them.".to_owned());
            }
        }
        if self.brief_hour > 23 {
            faults.push(format!("brief_hour: {} is no hour of a day; write 0 to 23.", self.brief_hour));
        }
        if let Some(folder) = self.mail_folder.as_ref().filter(|folder| !folder.is_dir()) {
            faults.push(format!("mail_folder: {} is no folder.", folder.display()));
        }
        for witness in &self.log.witnesses {
            let key = VerifierKey::parse(&witness.vkey).filter(|key| key.kind() == KeyKind::Cosigner);
            if key.is_none() || !witness.url.starts_with("http") {
                faults.push(format!(
                    "log: the witness of \"{}\" needs its cosigning key (vkey) and its address (url).",
                    witness.operator
                ));
            }
        }
        if self.log.operators_min.is_some_and(|least| least > self.operators_count()) {
            faults.push("log: operators_min is more than there are operators of witnesses.".to_owned());
        }
        for vkey in &self.witness.logs {
            if VerifierKey::parse(vkey).is_none_or(|key| key.kind() != KeyKind::Log) {
                faults.push(format!("witness: \"{vkey}\" is no key of a log."));
            }
        }
        for (index, district) in self.districts.iter().enumerate() {
            let name = if district.name_en.is_empty() { &district.name_zh } else { &district.name_en };
            if district.population < DISTRICT_POPULATION_MIN {
                faults.push(format!(
                    "districts: {name} has {} people; one of fewer than {DISTRICT_POPULATION_MIN} could point at a person, so join it to its neighbour.",
                    district.population
                ));
            }
            if self.districts[..index].iter().any(|other| other.id == district.id) {
                faults.push(format!("districts: the id \"{}\" stands twice.", district.id));
            }
        }
        faults
    }

    pub fn zone(&self) -> Zone {
        Zone::named(&self.zone).unwrap_or_else(Zone::utc)
    }

    pub fn text_kept(&self) -> std::time::Duration {
        std::time::Duration::from_secs(u64::from(self.text_days.min(TEXT_DAYS_MAX)) * 24 * 60 * 60)
    }

    pub fn threshold(&self) -> Threshold {
        Threshold::new(self.voices_min)
    }

    pub fn database_url(&self) -> String {
        if self.database.is_empty() {
            format!("sqlite:{}", self.data.join("candor.db").display())
        } else {
            self.database.clone()
        }
    }

    /// The mail server, if the office has one.
    pub fn mail(&self) -> Option<&MailSettings> {
        (!self.mail.server.is_empty()).then_some(&self.mail)
    }

    /// Under which address pages are reached from outside, without a slash at its end: on one's own machine, where it listens.
    /// The origin from which forms are taken. At an address of this very machine people call it by several names, so there
    /// each name is its own.
    pub fn own_origin(&self) -> Option<String> {
        let host = self.public_url.split("://").nth(1).unwrap_or_default();
        let is_here = host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
        (!host.is_empty() && !is_here).then(|| self.public_url.trim_end_matches('/').to_owned())
    }

    pub fn own_address(&self) -> String {
        if self.public_url.is_empty() {
            format!("http://{}", self.listen)
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }

    /// The installation's own key, made on the first start.
    pub fn seal(&self) -> model::Result<org::Seal> {
        let file = self.seal_key.clone().unwrap_or_else(|| self.data.join("seal.key"));
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        org::Seal::from_file(&file)
    }

    fn operators_count(&self) -> usize {
        self.log.witnesses.iter().map(|witness| &witness.operator).collect::<std::collections::BTreeSet<_>>().len()
    }

    /// Under which address strangers know this installation, without its scheme.
    fn place(&self) -> String {
        let url = self.public_url.trim_end_matches('/');
        let named = url.split_once("://").map(|(_, rest)| rest.to_owned());
        named.unwrap_or_else(|| self.listen.to_string())
    }

    pub fn log_origin(&self) -> String {
        if self.log.origin.is_empty() { format!("{}/log", self.place()) } else { self.log.origin.clone() }
    }

    pub fn log_key(&self) -> PathBuf {
        self.log.key.clone().unwrap_or_else(|| self.data.join("log.key"))
    }

    pub fn witness_name(&self) -> String {
        if self.witness.name.is_empty() { format!("{}/witness", self.place()) } else { self.witness.name.clone() }
    }

    pub fn witness_key(&self) -> PathBuf {
        self.witness.key.clone().unwrap_or_else(|| self.data.join("witness.key"))
    }

    /// The keys of the logs that are watched; faults have been told before.
    pub fn watched(&self) -> Vec<VerifierKey> {
        self.witness.logs.iter().filter_map(|vkey| VerifierKey::parse(vkey)).collect()
    }

    /// The witnesses of our log.
    pub fn witnesses(&self) -> Vec<ledger::witness::Witness> {
        let read = |entry: &WitnessEntry| {
            Some(ledger::witness::Witness {
                operator: entry.operator.clone(),
                key: VerifierKey::parse(&entry.vkey)?,
                url: entry.url.trim_end_matches('/').to_owned(),
            })
        };
        self.log.witnesses.iter().filter_map(read).collect()
    }

    pub fn operators_min(&self) -> usize {
        self.log.operators_min.unwrap_or_else(|| self.operators_count().min(1))
    }

    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_have_no_fault() {
        assert_eq!(Config::default().faults(), Vec::<Fault>::new());
    }

    #[test]
    fn each_fault_is_named_once_with_its_setting() {
        let config = Config {
            zone: "Mars/Olympus".to_owned(),
            voices_min: 2,
            text_days: 90,
            listen: SocketAddr::from(([0, 0, 0, 0], 80)),
            own_hosts: vec!["intranet".to_owned()],
            mail: MailSettings {
                server: "mail.example.org".to_owned(),
                security: Security::None,
                ..MailSettings::default()
            },
            ..Config::default()
        };
        let named: Vec<String> =
            config.faults().iter().map(|fault| fault.split(':').next().unwrap_or("").to_owned()).collect();
        assert_eq!(named, ["zone", "voices_min", "text_days", "public_url", "own_hosts", "mail", "mail"]);
    }

    #[test]
    fn the_threshold_holds_whatever_is_configured() {
        assert_eq!(Config { voices_min: 1, ..Config::default() }.threshold().get(), K_MIN);
    }
}
