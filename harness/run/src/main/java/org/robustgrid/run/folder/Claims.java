package org.robustgrid.run.folder;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.robustgrid.base.files.SealedJson;
import org.robustgrid.run.cell.Claim;

/**
 * The claims that a run folder lists, with a hash of its own.
 *
 * @param claims in the order in which they were made
 */
public record Claims(List<Claim> claims) {

  public Claims {
    claims = List.copyOf(claims);
  }

  /**
   * Those of a folder; none where it lists none.
   *
   * @throws org.robustgrid.base.files.DamagedFileException if the list was changed
   */
  public static Claims of(RunFolder folder) {
    return Files.exists(folder.claims())
        ? SealedJson.read(folder.claims(), Claims.class)
        : new Claims(List.of());
  }

  /** The claim of the same images that was made before. */
  public Optional<Claim> before(Claim claim) {
    return claims.stream().filter(claim::sameAs).findFirst();
  }

  /** These and another one, if the same images were not claimed before. */
  public Claims and(Claim claim) {
    if (before(claim).isPresent()) {
      return this;
    }
    List<Claim> all = new ArrayList<>(claims);
    all.add(claim);
    return new Claims(all);
  }

  /** Writes the list in one step. */
  public void write(RunFolder folder) {
    SealedJson.write(folder.claims(), this);
  }
}
