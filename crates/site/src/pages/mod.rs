//! Every public page, each in its own file.

pub mod accessibility;
pub mod answered;
pub mod choice;
pub mod claim;
pub mod claims;
pub mod fault;
pub mod history;
pub mod home;
pub mod listening;
pub mod log;
pub mod published;
pub mod search;
pub mod share;
pub mod story;
pub mod subscribe;
pub mod topic;
pub mod wall;

use crate::samples;
use web::UiLang;

/// A page of the public site as the list knows it.
pub struct Page {
    pub name: &'static str,
    /// Without its language; `{id}` stands for what varies.
    pub path: &'static str,
    /// Prints the page with invented content, for tests and for those who look at the design.
    pub sample: fn(UiLang) -> String,
}

/// A new page is its file, its template and one line here.
pub const PAGES: &[Page] = &[
    Page { name: "home", path: "/", sample: samples::home },
    Page { name: "home-empty", path: "/", sample: samples::home_empty },
    Page { name: "story", path: "/stories/{id}", sample: samples::story },
    Page { name: "story-small", path: "/stories/{id}", sample: samples::story_small },
    Page { name: "answered", path: "/answered", sample: samples::claims::answered },
    Page { name: "answered-empty", path: "/answered", sample: samples::claims::answered_empty },
    Page { name: "claims", path: "/claims", sample: samples::claims::claims },
    Page { name: "claims-empty", path: "/claims", sample: samples::claims::claims_empty },
    Page { name: "claim", path: "/claims/{id}", sample: samples::claims::claim },
    Page { name: "claim-wrong", path: "/claims/{id}", sample: samples::claims::claim_wrong },
    Page { name: "claim-withdrawn", path: "/claims/{id}", sample: samples::claims::claim_withdrawn },
    Page { name: "topic", path: "/topics/{id}", sample: samples::topics::topic },
    Page { name: "search", path: "/search", sample: samples::topics::search },
    Page { name: "search-new", path: "/search", sample: samples::topics::search_new },
    Page { name: "listening", path: "/listening", sample: samples::listening },
    Page { name: "listening-empty", path: "/listening", sample: samples::listening_empty },
    Page { name: "published", path: "/published", sample: samples::published::list },
    Page { name: "published-empty", path: "/published", sample: samples::published::list_empty },
    Page { name: "document", path: "/published/{slug}", sample: samples::published::document },
    Page { name: "document-earlier", path: "/published/{slug}", sample: samples::published::earlier },
    Page { name: "document-emergency", path: "/published/{slug}", sample: samples::published::emergency },
    Page { name: "document-drill", path: "/published/{slug}", sample: samples::published::drill },
    Page { name: "document-withdrawn", path: "/published/{slug}", sample: samples::published::withdrawn },
    Page { name: "corrections", path: "/corrections", sample: samples::published::corrections },
    Page { name: "corrections-empty", path: "/corrections", sample: samples::published::corrections_empty },
    Page { name: "log", path: "/log", sample: samples::log::log },
    Page { name: "log-empty", path: "/log", sample: samples::log::log_empty },
    Page { name: "log-check", path: "/log/check", sample: samples::log::check },
    Page { name: "subscribe", path: "/subscribe", sample: samples::subscribe::form },
    Page { name: "subscribe-wrong", path: "/subscribe", sample: samples::subscribe::wrong },
    Page { name: "subscribe-asked", path: "/subscribe", sample: samples::subscribe::asked },
    Page { name: "subscribe-confirm", path: "/subscribe/{token}", sample: samples::subscribe::confirm },
    Page { name: "subscribe-left", path: "/unsubscribe/{token}", sample: samples::subscribe::left },
    Page { name: "accessibility", path: "/accessibility", sample: samples::accessibility },
    Page { name: "wall", path: "/wall/{token}", sample: samples::wall::rising },
    Page { name: "wall-loudest", path: "/wall/{token}", sample: samples::wall::loudest },
    Page { name: "wall-needs", path: "/wall/{token}", sample: samples::wall::needs_panel },
    Page { name: "wall-watch", path: "/wall/{token}", sample: samples::wall::watch },
    Page { name: "wall-empty", path: "/wall/{token}", sample: samples::wall::empty },
    Page { name: "choice", path: "/", sample: samples::choice },
    Page { name: "fault-403", path: "/fault", sample: samples::forbidden },
    Page { name: "fault-404", path: "/fault", sample: samples::not_found },
    Page { name: "fault-500", path: "/fault", sample: samples::broken },
    Page { name: "fault-503", path: "/fault", sample: samples::busy },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_reads_well_in_both_languages() {
        for page in PAGES {
            for lang in UiLang::ALL {
                let printed = (page.sample)(*lang);
                let faults = web::testing::faults(&printed, *lang);
                assert!(faults.is_empty(), "{} in {}: {faults:#?}", page.name, lang.segment());
                assert!(printed.len() < 80 * 1024, "{} is {} bytes", page.name, printed.len());
            }
        }
    }

    #[test]
    fn an_empty_office_says_what_its_silence_means() {
        let page = samples::home_empty(UiLang::En);
        assert!(page.contains("No story is large enough to show"));
        assert!(page.contains("href=\"/en/listening\""));
    }

    #[test]
    fn a_headline_cannot_smuggle_markup() {
        assert!(samples::story(UiLang::En).contains("&#60;b&#62;") || samples::story(UiLang::En).contains("&lt;b&gt;"));
    }
}
