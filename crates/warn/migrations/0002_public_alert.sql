-- What the public may know of a warning: that there was one, when it rose first, and how high it went. The mirror holds
-- it beside what was answered; a story under the threshold never warns.
create view public_alert as
select a.story_id, a.level_peak, a.seen_ms, a.closed_ms,
       (select min(s.at_ms) from alert_step s where s.alert_id = a.alert_id) as first_ms
from alert a;
