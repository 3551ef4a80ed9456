package org.robustgrid.run.cell;

import java.util.Optional;

/** A store without results that accepts none. */
final class EmptyStore implements ResultStore {

  @Override
  public boolean has(String key, Class<? extends CellResult> type) {
    return false;
  }

  @Override
  public <R extends CellResult> Optional<R> get(String key, Class<R> type) {
    return Optional.empty();
  }

  @Override
  public void put(CellResult result) {
    throw new UnsupportedOperationException("this store takes no results");
  }

  @Override
  public Optional<CellFailure> failure(String key) {
    return Optional.empty();
  }

  @Override
  public void put(CellFailure failure) {
    throw new UnsupportedOperationException("this store takes no failures");
  }
}
