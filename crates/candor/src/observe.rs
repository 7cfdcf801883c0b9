//! What the program tells its operator: structured logs and counters. Texts, names, addresses and keys are never in them.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Begins logging to standard error: as lines for people on a terminal, as JSON elsewhere.
///
/// `CANDOR_LOG` sets what is logged, for example `info,listen=debug`.
///
/// - `usual`: what is logged where it is not set
pub fn start_log(usual: &str) {
    use std::io::IsTerminal as _;
    let filter = EnvFilter::try_from_env("CANDOR_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.with_target(false).init();
    } else {
        log.json().flatten_event(true).init();
    }
}

/// Begins counting; the handle prints the counts as Prometheus reads them.
pub fn start_metrics() -> model::Result<PrometheusHandle> {
    Ok(PrometheusBuilder::new().install_recorder()?)
}
