# 机构：部门、岗位权限、审签，以及变更记录。

approval-used = 该审签已使用，请重新送审。
department-name-length = 请填写不超过 80 个字符的名称。
department-has-staff = 该部门仍有人员，请先将其调出。
staff-administrator-auditor = 管理账号与审计不得由同一人先后直接担任。请先改为其他岗位，并另请一人担任此岗。

audit-approved = 审签通过
audit-department_added = 新增部门
audit-department_renamed = 部门更名
audit-department_ended = 撤销部门
audit-department_changed = 调整所属部门
audit-role_changed = 调整岗位权限
audit-staff_ended = 停用账号
