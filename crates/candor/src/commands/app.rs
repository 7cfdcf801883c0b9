//! The running program: one pipeline, what runs by the clock, and the pages, until it is told to stop.

use crate::config::Config;
use crate::jobs::{self, Work};
use crate::pages;
use crate::pipeline::{Pipeline, Settings};
use courier::{Courier, Policy as FetchPolicy};
use listen::fetch::Fetcher;
use listen::isolate::Parser;
use model::{Clock, Result};
use org::{Passwords, SessionLimits};
use std::sync::Arc;
use std::time::Duration;
use store::Db;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::live::{Hub, Update};
use web::server::{ServerLimits, serve};
use web::session::{Gate, SessionCookie};
use web::{BodyLimits, Languages, Reach, Surroundings, UiLang, Words};

/// Pages that may hold a live connection open at once.
const LIVE_STREAMS: usize = 256;
/// A page looks again this long after something moved, so that a busy minute is one look and not a hundred.
const LIVE_PAUSE: Duration = Duration::from_millis(1500);

/// Everything that runs, ready to serve.
pub struct App {
    pub work: Work,
    pub db: Db,
    config: Config,
    policy: warn::InForce,
    log: Option<ledger::Log>,
    pipeline_task: tokio::task::JoinHandle<()>,
}

impl App {
    /// Opens the database and takes up what is stored; nothing is listened to or served yet.
    ///
    /// - `clock`: the time of the town, which the demo replays; staff sign in by the wall's
    pub async fn start(config: Config, clock: Clock) -> Result<Self> {
        let db = super::open(&config, clock.now()).await?;
        let policy = super::policy_in_force(&config, &db, clock.now()).await?;
        let settings = Settings::of(&config, clock.clone(), policy.clone(), super::knowledge(&config)?);
        let (pipeline, pipeline_task) = Pipeline::start(db.clone(), settings).await?;
        let mut tx = db.write().await?;
        let intake_key = listen::store::intake_key(&mut tx, clock.now()).await?;
        tx.commit().await?;
        let fetching = FetchPolicy { own_hosts: config.own_hosts.clone(), ..FetchPolicy::default() };
        let courier = Arc::new(Courier::new(fetching.clone(), config.mail())?);
        let identity = publish::identity::Current::default();
        identity.refresh(&db).await?;
        let outlet = publish::channels::Outlet {
            db: db.clone(),
            courier: courier.clone(),
            clock: clock.clone(),
            zone: config.zone(),
            office_zh: config.name_zh.clone(),
            office_en: config.name_en.clone(),
            public_url: config.public_url.trim_end_matches('/').to_owned(),
            say: |is_chinese, key, values| {
                let lang = if is_chinese { UiLang::Zh } else { UiLang::En };
                let values: Vec<_> = values.iter().map(|(name, value)| (*name, (*value).into())).collect();
                Words::for_lang(lang).t_with(key, &values)
            },
        };
        let work = Work {
            db: db.clone(),
            pipeline,
            fetcher: Arc::new(Fetcher::new(fetching)?),
            parser: Arc::new(Parser::in_child()?),
            intake_key: Arc::new(intake_key),
            courier,
            identity,
            outlet,
            seal: Arc::new(config.seal()?),
            office: Arc::new(jobs::notify::Office {
                name_zh: config.name_zh.clone(),
                name_en: config.name_en.clone(),
                k: config.threshold(),
                policy: policy.clone(),
                public_url: config.own_address(),
                contact: config.contact.clone(),
            }),
            clock,
            wall: Clock::wall(),
            zone: config.zone(),
            mail_folder: config.mail_folder.clone(),
            library: Arc::new(super::library(&config)?),
            hub: Hub::new(LIVE_STREAMS),
        };
        let log = jobs::log::open(&config, &db, &work.courier).await?;
        Ok(App { work, db, config, policy, log, pipeline_task })
    }

    /// Distinct voices below which nothing is shown.
    pub fn threshold(&self) -> model::Threshold {
        self.config.threshold()
    }

    /// The key by which anyone checks the log; nothing where another machine signs it.
    pub fn log_key(&self) -> Option<String> {
        Some(self.log.as_ref()?.key().verifier().to_string())
    }

    /// Listens, serves and lets expire until `stop` completes; then lets everything under way end.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<()> {
        let listener = TcpListener::bind(self.config.listen).await?;
        let metrics_listener = TcpListener::bind(self.config.metrics).await?;
        let prometheus = crate::observe::start_metrics()?;
        let hub = self.work.hub.clone();
        let router = self.router(&hub)?;
        let metrics = web::health::metrics_routes(move || prometheus.render());

        let stopping = watch::Sender::new(false);
        let sessions = SessionLimits::default();
        let listening = tokio::spawn(jobs::listen(self.work.clone(), stopping.subscribe()));
        let expiring = tokio::spawn(jobs::expire(self.work.clone(), sessions, stopping.subscribe()));
        let writing = tokio::spawn(jobs::briefs::run(
            self.work.clone(),
            self.config.threshold(),
            self.config.brief_hour,
            stopping.subscribe(),
        ));
        let gazetteer = text::Gazetteer::new(&self.config.districts);
        let indexing = tokio::spawn(jobs::index_texts::index_texts(
            self.work.clone(),
            gazetteer,
            self.config.threshold(),
            stopping.subscribe(),
        ));
        let working = tokio::spawn(jobs::queue::work(self.work.clone(), stopping.subscribe()));
        let matching =
            tokio::spawn(jobs::look_for_claims::run(self.work.clone(), self.config.threshold(), stopping.subscribe()));
        let growing =
            self.log.clone().map(|log| tokio::spawn(jobs::log::grow(self.work.clone(), log, stopping.subscribe())));
        let telling = tokio::spawn(tell(self.work.pipeline.moved(), hub.clone()));
        let end = async {
            stop.await;
            tracing::info!("stopping: what is under way ends first");
            // Open pages would otherwise hold the server until their streams end.
            hub.close();
            stopping.send_replace(true);
        };
        serve(vec![(listener, router), (metrics_listener, metrics)], ServerLimits::default(), end).await;
        listening.await?;
        expiring.await?;
        indexing.await?;
        working.await?;
        writing.await?;
        matching.await?;
        if let Some(growing) = growing {
            growing.await?;
        }
        telling.abort();
        drop(self.work);
        self.pipeline_task.await?;
        self.db.close().await;
        Ok(())
    }

    fn router(&self, hub: &Hub) -> Result<axum::Router> {
        let config = &self.config;
        let reach = Reach { secure: config.is_https(), origin: config.own_origin(), behind_proxy: config.behind_proxy };
        let surroundings = Surroundings::new(&reach, BodyLimits::default(), self.work.wall.clone());
        let gate = Gate {
            db: self.db.clone(),
            limits: SessionLimits::default(),
            wall: self.work.wall.clone(),
            cookie: SessionCookie { secure: reach.secure },
            languages: Languages::OURS,
            sign_in_path: |lang| format!("/{lang}/desk/sign-in"),
        };
        let site = pages::site(config, &self.work);
        let passwords = Passwords::new(org::Cost::default())?;
        let desk = pages::desk(config, self.policy.clone(), &self.work, &gate, hub, passwords);
        let db = self.db.clone();
        let healthy: web::health::Check = Arc::new(move || {
            let db = db.clone();
            Box::pin(async move { analyse::store::mark(&db).await.map(drop) })
        });
        let mut router = surroundings
            .site(site.clone().routes(), site.error_pages())
            .merge(surroundings.desk(desk.clone().routes().layer(axum::Extension(gate)), desk.error_pages()))
            .merge(web::health::routes(healthy))
            .merge(pages::webhook::routes(self.work.clone()))
            .merge(pages::unsubscribe::routes(self.work.clone()));
        if !config.witness.logs.is_empty() {
            let watch = pages::witness::open(config, &self.db)?;
            tracing::info!(vkey = %watch.key(), "watching the logs of others");
            router = router.merge(pages::witness::routes(watch, self.work.wall.clone()));
        }
        Ok(router)
    }
}

/// Tells open pages to look again when something moved.
async fn tell(mut moved: watch::Receiver<u64>, hub: Hub) {
    while moved.changed().await.is_ok() {
        hub.send(Update { name: "moved", id: String::new() });
        tokio::time::sleep(LIVE_PAUSE).await;
    }
}

/// Completes when the operator or the system asks the program to stop.
pub async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! {
                    _ = interrupted => {}
                    _ = terminated.recv() => {}
                }
            }
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}
