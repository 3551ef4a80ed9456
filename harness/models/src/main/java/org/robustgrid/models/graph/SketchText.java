package org.robustgrid.models.graph;

import java.util.ArrayList;
import java.util.List;

/** Writes arguments of the engine's operators. */
public final class SketchText {

  private SketchText() {}

  /** A word with numbers. */
  public static String step(String word, long... numbers) {
    StringBuilder text = new StringBuilder(word);
    for (long number : numbers) {
      text.append(' ').append(number);
    }
    return text.toString();
  }

  /** Numbers as words of their own. */
  public static List<String> words(long... numbers) {
    List<String> words = new ArrayList<>();
    for (long number : numbers) {
      words.add(Long.toString(number));
    }
    return words;
  }
}
