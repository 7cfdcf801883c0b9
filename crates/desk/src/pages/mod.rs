//! Every desk page, each in its own file.

pub mod account;
pub mod after;
pub mod alerts;
pub mod briefs;
pub mod channels;
pub mod claim;
pub mod claims;
pub mod clock;
pub mod door;
pub mod draft_checks;
pub mod duties;
pub mod duty;
pub mod emergency;
pub mod fault;
pub mod identity;
pub mod incidents;
pub mod notices;
pub mod opml;
pub mod people;
pub mod playbooks;
pub mod policy;
pub mod publications;
pub mod records;
pub mod room;
pub mod search;
pub mod setup;
pub mod sign_in;
pub mod source;
pub mod sources;
pub mod stories;
pub mod story;
pub mod today;
pub mod topics;
pub mod upload;
pub mod wall;

use crate::samples;
use web::UiLang;

/// A page of the desk as the list knows it.
pub struct Page {
    pub name: &'static str,
    /// Without its language; `{id}` stands for what varies.
    pub path: &'static str,
    /// Prints the page with invented content, for tests and for those who look at the design.
    pub sample: fn(UiLang) -> String,
}

/// A new page is its file, its template and one line here.
pub const PAGES: &[Page] = &[
    Page { name: "sign-in", path: "/desk/sign-in", sample: samples::sign_in },
    Page { name: "sign-in-wrong", path: "/desk/sign-in", sample: samples::sign_in_wrong },
    Page { name: "sign-in-locked", path: "/desk/sign-in", sample: samples::sign_in_locked },
    Page { name: "setup", path: "/desk/setup", sample: samples::setup },
    Page { name: "setup-wrong", path: "/desk/setup", sample: samples::setup_wrong },
    Page { name: "today", path: "/desk", sample: samples::today },
    Page { name: "today-calm", path: "/desk", sample: samples::today_calm },
    Page { name: "stories", path: "/desk/stories", sample: samples::stories },
    Page { name: "stories-empty", path: "/desk/stories", sample: samples::stories_empty },
    Page { name: "story", path: "/desk/stories/{id}", sample: samples::story },
    Page { name: "story-calm", path: "/desk/stories/{id}", sample: samples::story_calm },
    Page { name: "alerts", path: "/desk/alerts", sample: samples::alerts },
    Page { name: "alerts-empty", path: "/desk/alerts", sample: samples::alerts_empty },
    Page { name: "claims", path: "/desk/claims", sample: samples::claims::claims },
    Page { name: "claims-empty", path: "/desk/claims", sample: samples::claims::claims_empty },
    Page { name: "claim-new", path: "/desk/claims/new", sample: samples::claims::claim_new },
    Page { name: "claim-draft", path: "/desk/claims/{id}", sample: samples::claims::claim_draft },
    Page { name: "claim-ready", path: "/desk/claims/{id}", sample: samples::claims::claim_ready },
    Page { name: "claim-published", path: "/desk/claims/{id}", sample: samples::claims::claim_published },
    Page { name: "incidents", path: "/desk/incidents", sample: samples::incidents::list },
    Page { name: "incidents-empty", path: "/desk/incidents", sample: samples::incidents::list_empty },
    Page { name: "incident-new", path: "/desk/incidents/new", sample: samples::incidents::new },
    Page { name: "room", path: "/desk/incidents/{id}", sample: samples::incidents::room },
    Page { name: "room-new", path: "/desk/incidents/{id}", sample: samples::incidents::room_new },
    Page { name: "room-closed", path: "/desk/incidents/{id}", sample: samples::incidents::room_closed },
    Page { name: "after", path: "/desk/incidents/{id}/after", sample: samples::incidents::after },
    Page { name: "draft-checks", path: "/desk/incidents/{id}/drafts/{document}", sample: samples::incidents::checks },
    Page { name: "duties", path: "/desk/duties", sample: samples::incidents::duties },
    Page { name: "duties-waiting", path: "/desk/duties", sample: samples::incidents::duties_waiting },
    Page { name: "playbooks", path: "/desk/playbooks", sample: samples::incidents::playbooks },
    Page { name: "playbook", path: "/desk/playbooks/{id}", sample: samples::incidents::playbook },
    Page { name: "search", path: "/desk/search", sample: samples::search::search },
    Page { name: "search-new", path: "/desk/search", sample: samples::search::search_new },
    Page { name: "search-nothing", path: "/desk/search", sample: samples::search::search_nothing },
    Page { name: "topics", path: "/desk/topics", sample: samples::topics::topics },
    Page { name: "topics-empty", path: "/desk/topics", sample: samples::topics::topics_empty },
    Page { name: "topic", path: "/desk/topics/{id}", sample: samples::topics::topic },
    Page { name: "topic-new", path: "/desk/topics/new", sample: samples::topics::topic_new },
    Page { name: "topic-wrong", path: "/desk/topics/new", sample: samples::topics::topic_wrong },
    Page { name: "topic-preview", path: "/desk/topics/new", sample: samples::topics::topic_preview },
    Page { name: "sources", path: "/desk/sources", sample: samples::sources },
    Page { name: "sources-empty", path: "/desk/sources", sample: samples::sources_empty },
    Page { name: "source", path: "/desk/sources/{id}", sample: samples::source },
    Page { name: "add-source", path: "/desk/sources/new", sample: samples::add_source },
    Page { name: "add-source-preview", path: "/desk/sources/new", sample: samples::add_source_preview },
    Page { name: "add-source-push", path: "/desk/sources/new", sample: samples::add_source_push },
    Page { name: "source-secret", path: "/desk/sources", sample: samples::source_secret },
    Page { name: "add-source-refused", path: "/desk/sources/new", sample: samples::add_source_refused },
    Page { name: "briefs", path: "/desk/briefs", sample: samples::briefs::archive },
    Page { name: "briefs-empty", path: "/desk/briefs", sample: samples::briefs::archive_empty },
    Page { name: "brief", path: "/desk/briefs/{id}", sample: samples::briefs::brief },
    Page { name: "wall-links", path: "/desk/wall", sample: samples::wall::links },
    Page { name: "wall-links-none", path: "/desk/wall", sample: samples::wall::links_none },
    Page { name: "wall-link-made", path: "/desk/wall", sample: samples::wall::link_made },
    Page { name: "feed-list", path: "/desk/sources/list", sample: samples::sources::list },
    Page { name: "feed-list-read", path: "/desk/sources/list", sample: samples::sources::list_read },
    Page { name: "upload", path: "/desk/sources/{id}/upload", sample: samples::sources::upload },
    Page { name: "upload-columns", path: "/desk/sources/{id}/upload", sample: samples::sources::upload_columns },
    Page { name: "upload-done", path: "/desk/sources/{id}/upload", sample: samples::sources::upload_done },
    Page { name: "channels", path: "/desk/channels", sample: samples::channels::channels },
    Page { name: "channels-fresh", path: "/desk/channels", sample: samples::channels::fresh },
    Page { name: "channels-empty", path: "/desk/channels", sample: samples::channels::empty },
    Page { name: "policy", path: "/desk/policy", sample: samples::policy::policy },
    Page { name: "policy-edit", path: "/desk/policy/new", sample: samples::policy::edit },
    Page { name: "policy-edit-wrong", path: "/desk/policy/new", sample: samples::policy::edit_wrong },
    Page { name: "policy-version", path: "/desk/policy/{number}", sample: samples::policy::version },
    Page { name: "publications", path: "/desk/publications", sample: samples::publications::list },
    Page { name: "publications-empty", path: "/desk/publications", sample: samples::publications::list_empty },
    Page { name: "identity", path: "/desk/identity", sample: samples::publications::identity },
    Page { name: "publication-edit", path: "/desk/publications/{id}", sample: samples::publications::edit },
    Page {
        name: "publication-emergency",
        path: "/desk/publications/{id}",
        sample: samples::publications::emergency_edit,
    },
    Page { name: "publication-overtaken", path: "/desk/publications/{id}", sample: samples::publications::overtaken },
    Page { name: "publication-waiting", path: "/desk/publications/{id}", sample: samples::publications::waiting },
    Page { name: "publication-approved", path: "/desk/publications/{id}", sample: samples::publications::approved },
    Page { name: "publication-in-force", path: "/desk/publications/{id}", sample: samples::publications::in_force },
    Page { name: "account", path: "/desk/account", sample: samples::org::account },
    Page { name: "account-plain", path: "/desk/account", sample: samples::org::account_plain },
    Page { name: "factor", path: "/desk/account/factor", sample: samples::org::factor },
    Page { name: "recovery", path: "/desk/account/recovery", sample: samples::org::recovery },
    Page { name: "passkey-add", path: "/desk/account/passkeys", sample: samples::org::passkey_add },
    Page { name: "second-step", path: "/desk/sign-in/step", sample: samples::org::second_step },
    Page { name: "choose-password", path: "/desk/password", sample: samples::org::choose_password },
    Page { name: "confirm", path: "/desk/confirm", sample: samples::org::confirm },
    Page { name: "staff", path: "/desk/staff", sample: samples::org::people },
    Page { name: "person", path: "/desk/staff/{id}", sample: samples::org::person },
    Page { name: "person-code", path: "/desk/staff", sample: samples::org::person_code },
    Page { name: "departments", path: "/desk/departments", sample: samples::org::departments },
    Page { name: "departments-empty", path: "/desk/departments", sample: samples::org::departments_empty },
    Page { name: "records", path: "/desk/records", sample: samples::org::records },
    Page { name: "notices", path: "/desk/account/notices", sample: samples::notices::notices },
    Page { name: "deliveries", path: "/desk/deliveries", sample: samples::notices::deliveries },
    Page { name: "deliveries-empty", path: "/desk/deliveries", sample: samples::notices::deliveries_empty },
    Page { name: "webhook-secret", path: "/desk/deliveries", sample: samples::notices::secret },
    Page { name: "duty", path: "/desk/duty", sample: samples::org::duty },
    Page { name: "duty-empty", path: "/desk/duty", sample: samples::org::duty_empty },
    Page { name: "forbidden", path: "/desk/fault", sample: samples::forbidden },
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
    fn every_form_that_changes_something_carries_its_token() {
        for page in PAGES {
            let printed = (page.sample)(UiLang::En);
            for form in printed.split("<form").skip(1) {
                let form = form.split("</form>").next().unwrap_or_default();
                let is_post = form.contains("method=\"post\"");
                assert_eq!(is_post, form.contains("name=\"csrf\""), "{}: {form}", page.name);
            }
        }
    }

    #[test]
    fn a_password_is_never_printed_back() {
        assert!(!samples::setup_wrong(UiLang::En).contains("hunter2"));
    }
}
