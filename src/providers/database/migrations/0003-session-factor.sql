-- A session says itself whether a second factor was used for it, so that one begun with a password alone stays such a
-- one when its owner sets a factor up later. Who is signed in signs in again: of older sessions it is not known.

delete from staff_session;
alter table staff_session rename column "byPasskey" to "secondFactor";
