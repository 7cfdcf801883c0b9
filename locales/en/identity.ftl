# Identity: how the body appears.

identity-title = Identity
identity-lead = How this office appears on its pages, in feeds and in mail. A change holds at once and is put on record.
identity-saved = Saved. It holds from now on.
identity-name-zh = Name in Chinese
identity-name-en = Name in English
identity-name-long = 60 characters are the most that fits on a phone.
identity-accent = Colour
identity-accent-hint = One colour as # and six digits, such as #0f5257. Links and buttons carry it; warnings keep their own. It must be readable on paper, and for dark screens a lighter one is made of it.
identity-accent-form = Write # and six digits from 0 to 9 and a to f.
identity-accent-pale = This colour is too pale to be read on paper. Choose a darker one.
identity-tone-zh = How we speak, in Chinese
identity-tone-en = How we speak, in English
identity-mark = Mark
identity-mark-hint = A square drawing (SVG) or picture (PNG, JPEG, WebP). Only shapes are kept of a drawing.
identity-mark-now = The mark as it is
identity-mark-none = Remove it
identity-mark-kind = This is neither a drawing nor a picture that can be used.
identity-mark-large = The drawing is too large: 64 KiB at most.
identity-save = Save identity
identity-templates = What new drafts begin with
identity-templates-note = One text for each kind, in both languages. Drafts that were begun before keep theirs.
identity-template-save = Save this template
desk-menu-identity = Identity
publications-tone = How we speak:
audit-identity_changed = Changed the identity
