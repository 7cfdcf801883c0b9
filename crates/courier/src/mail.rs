//! Mail, by way of the operator's own server.

use crate::Failure;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use model::{Error, Result};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(30);

/// How the way to the mail server is kept from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte, as on port 465.
    Tls,
    /// Begins in the clear and must change to TLS before anything is said, as on port 587.
    #[default]
    StartTls,
    /// In the clear: for a server on this very machine alone.
    None,
}

/// The operator's mail server. It has no `Debug`, since it carries a password.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailSettings {
    /// Its name, which its certificate must carry; empty if the office sends no mail.
    pub server: String,
    pub port: u16,
    pub security: Security,
    pub user: String,
    pub password: String,
    /// Who writes: `name <address>` or an address.
    pub from: String,
    /// A file of certificates (PEM) of the office's own authority, beside the public ones.
    pub authority: Option<PathBuf>,
}

/// One mail to one person.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    /// Beside the text, if there is one.
    pub html: Option<String>,
    /// Such as `List-Unsubscribe`.
    pub headers: Vec<(&'static str, String)>,
}

pub(crate) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    pub fn new(settings: &MailSettings) -> Result<Self> {
        let from = settings.from.parse().map_err(|_| Error::invalid("check-mail-from"))?;
        let is_here = matches!(settings.server.as_str(), "localhost" | "127.0.0.1" | "::1");
        if settings.security == Security::None && !is_here {
            return Err(Error::invalid("check-mail-security"));
        }
        let mut parameters =
            TlsParameters::builder(settings.server.clone()).certificate_store(CertificateStore::WebpkiRoots);
        if let Some(file) = &settings.authority {
            parameters = parameters.add_root_certificate(Certificate::from_pem(&std::fs::read(file)?)?);
        }
        let (tls, usual_port) = match settings.security {
            Security::Tls => (Tls::Wrapper(parameters.build_rustls()?), 465),
            Security::StartTls => (Tls::Required(parameters.build_rustls()?), 587),
            Security::None => (Tls::None, 25),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.server)
            .port(if settings.port == 0 { usual_port } else { settings.port })
            .tls(tls)
            .timeout(Some(TIMEOUT));
        if !settings.user.is_empty() {
            builder = builder.credentials(Credentials::new(settings.user.clone(), settings.password.clone()));
        }
        Ok(Mailer { transport: builder.build(), from })
    }

    pub async fn send(&self, mail: &Mail) -> Result<(), Failure> {
        let to = mail.to.parse().map_err(|_| Failure::final_("the address cannot be read"))?;
        let message = write(&self.from, to, mail)?;
        self.transport.send(message).await.map(drop).map_err(|error| match error.status() {
            Some(code) if error.is_permanent() => Failure::final_(format!("the server answers {code}")),
            Some(code) => Failure::passing(format!("the server answers {code}")),
            None => Failure::passing(unanswered(&error)),
        })
    }
}

/// Why the server never came to answer. A fault of TLS comes wrapped as one of the connection, several layers deep; whoever
/// reads the log must learn that the certificate is the trouble and not the password or the network.
fn unanswered(error: &lettre::transport::smtp::Error) -> &'static str {
    if error.is_timeout() {
        return "the server does not answer";
    }
    let mut layer: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    while let Some(cause) = layer {
        let wrapped = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let tls = wrapped.and_then(|inner| inner.downcast_ref::<rustls::Error>()).or(cause.downcast_ref());
        match tls {
            Some(rustls::Error::InvalidCertificate(_)) => return "the server's certificate is refused",
            Some(_) => return "the server speaks no TLS that can be used",
            None => layer = cause.source(),
        }
    }
    if error.is_response() || error.is_client() { "the server refuses" } else { "the server cannot be reached" }
}

fn write(from: &Mailbox, to: Mailbox, mail: &Mail) -> Result<Message, Failure> {
    let builder = Message::builder().from(from.clone()).to(to).subject(mail.subject.clone());
    let written = match &mail.html {
        Some(html) => builder.multipart(MultiPart::alternative_plain_html(mail.text.clone(), html.clone())),
        None => builder.singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(mail.text.clone())),
    };
    let mut message = written.map_err(|_| Failure::final_("the mail cannot be written"))?;
    for (name, value) in &mail.headers {
        let name = HeaderName::new_from_ascii_str(name);
        message.headers_mut().insert_raw(HeaderValue::new(name, value.clone()));
    }
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_carries_both_scripts_and_its_own_headers() {
        let mail = Mail {
            to: "a@example.org".to_owned(),
            subject: "橙色预警 orange".to_owned(),
            text: "自来水 water".to_owned(),
            html: None,
            headers: vec![("List-Unsubscribe", "<https://city.example/u/1>".to_owned())],
        };
        let from: Mailbox = "听澜市 <desk@city.example>".parse().expect("an address");
        let written = write(&from, "a@example.org".parse().expect("an address"), &mail).expect("it is written");
        let text = String::from_utf8_lossy(&written.formatted()).into_owned();
        assert!(text.contains("List-Unsubscribe: <https://city.example/u/1>"), "{text}");
        assert!(text.contains("Subject: =?utf-8?b?") && text.contains("To: a@example.org"), "{text}");
    }

    #[test]
    fn a_line_break_in_a_subject_makes_no_header() {
        let mail = Mail { subject: "x\r\nBcc: all@example.org".to_owned(), ..Mail::default() };
        let from: Mailbox = "desk@city.example".parse().expect("an address");
        let written = write(&from, "a@example.org".parse().expect("an address"), &mail).expect("it is written");
        assert!(!String::from_utf8_lossy(&written.formatted()).contains("\r\nBcc:"));
    }

    #[test]
    fn a_password_goes_nowhere_in_the_clear() {
        let settings = MailSettings {
            server: "mail.example.org".to_owned(),
            security: Security::None,
            from: "desk@city.example".to_owned(),
            ..MailSettings::default()
        };
        assert_eq!(Mailer::new(&settings).err().map(|error| error.message), Some("check-mail-security"));
    }
}
