//! `candor witness`: watches the logs of others, and nothing else.

use super::app::asked_to_stop;
use crate::config::Config;
use crate::pages::witness;
use model::{Clock, Error, Result};
use tokio::net::TcpListener;
use web::server::{ServerLimits, serve};

pub async fn run(config: Config) -> Result<()> {
    if config.witness.logs.is_empty() {
        return Err(Error::invalid("check-witness-nobody"));
    }
    let wall = Clock::wall();
    let db = super::open(&config, wall.now()).await?;
    let watch = witness::open(&config, &db)?;
    let listener = TcpListener::bind(config.listen).await?;
    eprintln!("Witness key: {}", watch.key());
    for log in watch.logs() {
        eprintln!("Watching: {}", log.name());
    }
    eprintln!("Logs submit to http://{}/witness", config.listen);
    serve(vec![(listener, witness::routes(watch, wall))], ServerLimits::default(), asked_to_stop()).await;
    db.close().await;
    Ok(())
}
