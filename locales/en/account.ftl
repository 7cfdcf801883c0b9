# Accounts, forms, and what is said when a request is refused.

error-busy = Many people are here right now. Please try again in a moment.
error-cross-site = This was sent from another site, so nothing was changed. Open the page here and try again.
error-form-expired = This form was open for too long, so nothing was changed. Open the page again and send it once more.
error-invalid = We could not read what was sent. Go back, check it and try again.
error-method = This address cannot be used in this way.
error-signed-out = You are signed out. Sign in again to go on.
error-too-large = What you sent is too large.
error-too-many = Too many requests came from your network. Please wait a moment.
error-too-slow = What you sent arrived too slowly, so it was not used. Please try again.

input-choice = Choose one of the list.
input-number = Enter a whole number within the range.
input-required = Fill in this field.
input-too-long = This is too long. Please shorten it.

password-common = This password is one of the first that others would guess. Choose another; a short sentence is easy to remember.
password-is-name = The password is little more than the name. Choose another; a short sentence is easy to remember.
password-too-long = Use at most 512 bytes, which is about 170 Chinese characters.
password-too-short = Use at least 12 characters.

staff-last-administrator = Nobody would be left to look after accounts. Make someone else an administrator first.
staff-name-length = Enter a name of at most 80 characters.
staff-name-taken = Someone signs in with this name already. Choose another.
staff-sign-in-name-form = Use 2 to 64 letters, digits, spaces, dots, dashes or underscores.

check-password-cost = The cost of password hashing is outside what argon2 allows.
