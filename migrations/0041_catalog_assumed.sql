-- A feed may lack sizes a product page needs. What nobody has measured stands as the usual size of its kind so
-- that it can be drawn, is named here, and is never for sale (K3).
alter table catalog.sku add column assumed text[] not null default '{}'
  constraint assumed_known check (
    assumed <@ array['width_mm', 'height_mm', 'weight_g', 'package_volume_l']);
