//! The two ways to the network: to public addresses, and to the hosts that the operator listed.

use crate::address::{PublicOnly, is_public};
use reqwest::{Client, Url, redirect};
use std::sync::Arc;
use std::time::Duration;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// What an operator may set.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Hosts of the operator's own network, each exactly as `host:port`; their addresses need not be public.
    pub own_hosts: Vec<String>,
    /// Ports beside 80 and 443.
    pub ports: Vec<u16>,
    /// How we name ourselves, with an address at which a webmaster finds out why. Its first word is looked for in robots files.
    pub agent: String,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            own_hosts: Vec::new(),
            ports: Vec::new(),
            agent: concat!("candor/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// Why an address is not connected to at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Neither http nor https, or without a host.
    Url,
    Port(u16),
    /// It lies in a network that is not public, and is not listed.
    Address,
}

/// Connections of one process. Redirects are not followed here.
pub struct Network {
    policy: Policy,
    /// Connects to public addresses alone.
    public: Client,
    /// Connects to the hosts that the operator listed, wherever they are.
    own: Client,
}

impl Network {
    /// - errors: `Broken` if TLS cannot be set up
    pub fn new(policy: Policy) -> model::Result<Self> {
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let builder = || {
            Client::builder()
                .tls_backend_preconfigured(tls.clone())
                // A proxy would resolve names for us, past our resolver.
                .no_proxy()
                .redirect(redirect::Policy::none())
                .referer(false)
                .connect_timeout(CONNECT_TIMEOUT)
                .pool_max_idle_per_host(1)
                .user_agent(policy.agent.clone())
        };
        let public = builder().dns_resolver(PublicOnly).build()?;
        let own = builder().build()?;
        Ok(Network { policy, public, own })
    }

    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The client that may go to this address; a name is checked again when it is resolved.
    pub fn client(&self, url: &Url) -> Result<&Client, Refused> {
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(Refused::Url);
        }
        if self.is_own(url) {
            return Ok(&self.own);
        }
        let port = url.port_or_known_default().unwrap_or(0);
        if !matches!(port, 80 | 443) && !self.policy.ports.contains(&port) {
            return Err(Refused::Port(port));
        }
        let literal = url.host_str().and_then(|host| host.trim_matches(['[', ']']).parse().ok());
        match literal {
            Some(address) if !is_public(address) => Err(Refused::Address),
            _ => Ok(&self.public),
        }
    }

    /// Whether the operator listed this very host and port.
    pub fn is_own(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let place = format!("{host}:{}", url.port_or_known_default().unwrap_or(0));
        self.policy.own_hosts.iter().any(|own| own.eq_ignore_ascii_case(&place))
    }
}
