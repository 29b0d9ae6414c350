-- [BK6] How many reviews ended of late is asked whenever somebody who waits for one looks at their case.
create index case_event_reviewed on case_event (tenant_id, at) where type = 'reviewed';
