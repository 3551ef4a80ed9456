package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.robustgrid.leaderboard.statistics.Bits;

/**
 * A further column beside a row's worst case: the same question under another protocol, or with
 * further images. It changes no other figure.
 *
 * @param bits 1 if a sample is right and survives; of the board's first samples
 * @param by how many samples each source broke first, by its name; null without sources
 * @param distances of the images that broke samples, by norm; null without any
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Column(
    Bits bits, SortedMap<String, Integer> by, SortedMap<String, Double> distances) {

  /** A randomised row whose draw is fixed, the same for attacker and judge. */
  public static final String FIXED_RANDOMNESS = "fixed randomness";

  /** Samples that survive every attack and every claimed image. */
  public static final String CLAIMS = "claims";

  private static final String CLAIMS_WITH = CLAIMS + " with ";

  public Column {
    by = by == null || by.isEmpty() ? null : new TreeMap<>(by);
    distances = distances == null || distances.isEmpty() ? null : new TreeMap<>(distances);
  }

  /** A column without sources. */
  public Column(Bits bits) {
    this(bits, null, null);
  }

  /**
   * A randomised row in which a sample counts as robust only if this many fresh judgements all
   * hold.
   */
  public static String resubmissions(int times) {
    return times + (times == 1 ? " resubmission" : " resubmissions");
  }

  /**
   * Samples that survive every attack and every claimed image under another protocol.
   *
   * @param protocol name of the column that is without claims
   */
  public static String claimsWith(String protocol) {
    return CLAIMS_WITH + protocol;
  }

  /** The protocol of a column of claims; empty of any other column. */
  static Optional<String> protocolOfClaims(String column) {
    return column.startsWith(CLAIMS_WITH)
        ? Optional.of(column.substring(CLAIMS_WITH.length()))
        : Optional.empty();
  }
}
