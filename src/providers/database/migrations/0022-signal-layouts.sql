-- Signals are kept by the tens of millions: the names of the features that rules read stand once in a layout and no longer in
-- every row, and rules that could not be asked are numbers. A row is then short enough to be stored as it comes.

create table signal_layout (
  no int generated always as identity primary key,
  -- Of the names, so that one list of names is one layout.
  sha256 text not null unique,
  -- Names of features, in the order in which rows have their values.
  features json not null
);

-- No foreign key: rows name a layout that was there before them, and a check for each row is not for free.
alter table signal add column layout int;
-- One letter for each feature: why it had no value, '-' where it had one.
-- s no-such-signal, t not-told, f not-on-file, n no-source, h too-little-history, a does-not-apply
alter table signal add column missing text;

insert into signal_layout (sha256, features)
select 'of rows that had names', json_agg(name order by name)
from (
  select json_object_keys(inputs -> 'values') as name from signal
  union select json_object_keys(inputs -> 'missing') from signal
) names
having count(*) > 0;

update signal set
  layout = signal_layout.no,
  missing = (
    select string_agg(case signal.inputs -> 'missing' ->> name
      when 'no-such-signal' then 's' when 'not-told' then 't' when 'not-on-file' then 'f'
      when 'no-source' then 'n' when 'too-little-history' then 'h' when 'does-not-apply' then 'a' else '-' end, '' order by place)
    from json_array_elements_text(signal_layout.features) with ordinality as feature (name, place)),
  inputs = (
    select json_agg(signal.inputs -> 'values' -> name order by place)
    from json_array_elements_text(signal_layout.features) with ordinality as feature (name, place)),
  -- A rule's place in its version, from 0. Versions never change and are never deleted.
  decisions = (
    select coalesce(json_agg(jsonb_set(decision::jsonb, '{notAsked}', (
      select coalesce(jsonb_agg(rule.place - 1 order by rule.place), '[]')
      from rule_set_version v, jsonb_array_elements(v.body::jsonb -> 'rules') with ordinality as rule (body, place)
      where v.tenant_id = signal.tenant_id and v.program = decision ->> 'program' and v.version = (decision ->> 'version')::int
        and decision::jsonb -> 'notAsked' ? (rule.body ->> 'id')))), '[]')
    from json_array_elements(signal.decisions) as decision)
from signal_layout;

alter table signal alter column layout set not null;
alter table signal alter column missing set not null;
-- Up to here a row is stored as it comes. Compressing it would take longer than everything else.
alter table signal set (toast_tuple_target = 4080);

-- What rules read last follows from the profile, the registration and the cases: nobody has to keep it.
alter table risk_profile drop column inputs;
-- Of a decision that no signal asked for, nobody reads which rules could not be asked.
update risk_profile set decisions = (
  select json_agg(jsonb_set(decision::jsonb, '{notAsked}', '[]')) from json_array_elements(decisions) as decision)
where decisions is not null;
alter table risk_profile set (toast_tuple_target = 8160);
