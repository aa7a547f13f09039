-- What a brand proposes of its goods is written when control agrees to it.
create policy product_agreed on catalog.product for update using ((select platform.may('control.approve')));
create policy sku_agreed on catalog.sku for update using ((select platform.may('control.approve')));
