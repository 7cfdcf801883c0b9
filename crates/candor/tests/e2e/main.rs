//! The promises, tried on the real program: started as an operator starts it, looked at from outside.

mod again;
mod answer;
mod drafts;
mod emergency;
mod engines;
mod feed;
mod incident;
mod journey;
mod kill;
mod leak;
mod program;
mod speaking;
mod tamper;
mod threshold;
mod trained;
mod webhook;
