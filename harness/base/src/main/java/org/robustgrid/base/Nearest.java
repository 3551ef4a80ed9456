package org.robustgrid.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses which known name was meant by one that is unknown. */
public final class Nearest {

  private Nearest() {}

  /**
   * A question to put behind a message, such as {@code "; did you mean 'apgd'?"}; empty if no known
   * name is within two edits and a third of the given one's length.
   */
  public static String question(String given, Collection<String> known) {
    return of(given, known).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  private static Optional<String> of(String given, Collection<String> known) {
    String plain = plain(given);
    int most = Math.min(2, Math.max(1, plain.length() / 3));
    return known.stream()
        .filter(name -> distance(plain, name) <= most)
        .min(Comparator.<String>comparingInt(name -> distance(plain, name)).thenComparing(n -> n));
  }

  private static int distance(String plain, String name) {
    return LevenshteinDistance.getDefaultInstance().apply(plain, plain(name));
  }

  /**
   * Without case and without what joins words: {@code batchSize} and {@code batch_size} are one.
   */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }
}
