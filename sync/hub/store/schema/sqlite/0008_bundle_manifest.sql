-- A response is filed under the venue that its bundle was made for, found by the bundle's name.
CREATE INDEX bundle_manifest ON bundle (manifest);
