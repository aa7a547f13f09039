-- A list of prices that a file brings: the house writes it, either as its own (by command, within the
-- corridor) or for the two people who proposed and agreed to it.
create policy price_add_house on pricing.price for insert with check (
  platform.is_system()
  and (requested_by is null) = (approved_by is null) and (requested_by is null) = (request_id is null));
