# Publishing: what the crate itself says. Pages have their own words in publications.ftl and published.ftl.

publish-kind-statement = Statement
publish-kind-notice = Notice
publish-kind-emergency = Emergency
publish-kind-explainer = Explainer
publish-kind-answer = Answer
publish-kind-rebuttal = Claim checked
publish-kind-report = Report

publish-empty = Write a title and a text, in Chinese, in English, or in both.
publish-title-missing = Give this language a title, or leave all of its fields empty.
publish-body-missing = Give this language a text, or leave all of its fields empty.
publish-change-missing = Say what was wrong and what is right now. Readers see this beside the text that it corrects.
publish-too-long = This is longer than it may be. Put long material into an attachment.
publish-too-deep = Lists and quotations are nested too deep to be read. Use fewer levels.
publish-picture-elsewhere = Pictures must be added to this document first: a picture from another site would tell that site who reads here.
publish-picture-silent = Say in words what each picture shows, between its square brackets, for readers who cannot see it.
publish-address-fixed = Something was already published at this address, so its address and kind stay.
publish-slug-form = Use small Latin letters, digits and single hyphens, 60 at most.
publish-slug-taken = Another document has this address. Choose another one.
publish-not-a-draft = This edition is no longer a draft, so it cannot be changed. Begin a correction instead.
publish-changed-since = The text was changed since you opened it. Read it as it stands now, then decide again.
publish-nothing-published = Nothing was published here yet.
publish-already-open = A next edition of this document is already being written.
publish-due-past = This moment is over. Choose a later one, or publish now.
publish-not-approved = This edition is not approved, so it cannot be published. A second person approves it first.
publish-overtaken = What this edition was written against is no longer in force. Read what stands there now and begin again from it.
publish-withdraw-reason = Say why it is withdrawn, in Chinese, in English, or in both. Readers see this at its address.
publish-not-in-force = Only what is in force can be withdrawn.
audit-withdrawn = Withdrew a publication
