# The organisation: departments, roles, approvals, and the record of what was changed.

approval-used = This approval has been used already. Have the text approved again.
department-name-length = Enter a name of at most 80 characters.
department-has-staff = Someone still belongs to this department. Move them first.
staff-administrator-auditor = Whoever made accounts cannot audit them, nor the other way round. Give them another role first, and let somebody else take this one.

audit-approved = Approved
audit-department_added = Added a department
audit-department_renamed = Renamed a department
audit-department_ended = Ended a department
audit-department_changed = Moved someone to a department
audit-role_changed = Changed a role
audit-staff_ended = Ended an account
