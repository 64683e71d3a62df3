-- What a currency was when the city first had it: neither its ledger nor its decimals may change,
-- and none that people may have may vanish from the file. Few rows, for the whole city.
create table pay_currency (
  code text primary key,
  ledger int not null unique,
  scale int not null check (scale between 0 and 4)
);
