//! `candor serve`: site, desk and listening in one process.

use super::app::{App, asked_to_stop};
use crate::config::Config;
use model::{Clock, Result};

pub async fn run(config: Config) -> Result<()> {
    let address = config.listen;
    let app = App::start(config, Clock::wall()).await?;
    offer_setup(&app, address).await?;
    tracing::info!(%address, "serving at http://{address}/");
    app.run(asked_to_stop()).await
}

/// While nobody can sign in, the first person is let in by a code that only whoever runs the program can read.
async fn offer_setup(app: &App, address: std::net::SocketAddr) -> Result<()> {
    let mut tx = app.db.write().await?;
    let code = org::setup::offer(&mut tx, Clock::wall().now()).await?;
    tx.commit().await?;
    if let Some(code) = code {
        eprintln!(
            "Nobody can sign in yet. Open http://{address}/en/desk/setup within the hour and enter this code: {code}"
        );
    }
    Ok(())
}
