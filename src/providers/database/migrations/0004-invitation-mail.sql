-- The one-time link of an invitation until it was mailed, sealed under the tenant's key, and how the mailing went.

alter table staff_invite add column token_sealed text;
alter table staff_invite add column language text not null default 'en' check (language in ('zh', 'en'));
alter table staff_invite add column mail_state text check (mail_state in ('waiting', 'accepted', 'bounced', 'deferred'));
