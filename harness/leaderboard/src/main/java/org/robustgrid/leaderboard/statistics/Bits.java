package org.robustgrid.leaderboard.statistics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Outcome bits: one a sample, 1 if it is right. Files hold them as a text of one character a
 * sample.
 */
public final class Bits {

  private final int length;

  /** 64 samples a word; what is beyond the last sample is 0. */
  private final long[] words;

  private Bits(int length) {
    this.length = length;
    this.words = new long[(length + Long.SIZE - 1) / Long.SIZE];
  }

  /** Bits of the first {@code size} samples. */
  public static Bits of(int length, IntPredicate right) {
    Bits bits = new Bits(length);
    IntStream.range(0, length).filter(right).forEach(bits::set);
    return bits;
  }

  /** Bits of an array. */
  public static Bits of(boolean... right) {
    return of(right.length, i -> right[i]);
  }

  /**
   * Reads bits as they are written.
   *
   * @throws IllegalArgumentException when a character is neither 0 nor 1
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Bits of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '0' && text.charAt(i) != '1') {
        throw new IllegalArgumentException(
            "outcome bits are one 0 or 1 for each sample, but that of sample "
                + i
                + " is "
                + text.charAt(i));
      }
    }
    return of(text.length(), i -> text.charAt(i) == '1');
  }

  private void set(int sample) {
    words[sample / Long.SIZE] |= 1L << sample;
  }

  /** How many samples. */
  public int length() {
    return length;
  }

  /** Whether a sample is right. */
  public boolean get(int sample) {
    if (sample < 0 || sample >= length) {
      throw new IndexOutOfBoundsException("sample " + sample + " of " + length);
    }
    return (words[sample / Long.SIZE] & 1L << sample) != 0;
  }

  /** How many samples are right. */
  public int count() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** The samples that are right, ascending. */
  public IntStream right() {
    return IntStream.range(0, length).filter(this::get);
  }

  /** The bits of the first {@code count} samples, at most all. */
  public Bits first(int samples) {
    if (samples > length) {
      throw new IllegalArgumentException("the first " + samples + " samples of " + length);
    }
    return samples == length ? this : of(samples, this::get);
  }

  /** Of the samples that both have, those that are right in both. */
  public Bits and(Bits other) {
    Bits both = new Bits(Math.min(length, other.length));
    for (int i = 0; i < both.words.length; i++) {
      // a word of the shorter ends in zeros
      both.words[i] = words[i] & other.words[i];
    }
    return both;
  }

  /** Of the samples that both have, those that are right here and wrong in the other. */
  public Bits andNot(Bits other) {
    Bits only = first(Math.min(length, other.length)).copy();
    for (int i = 0; i < only.words.length; i++) {
      only.words[i] &= ~other.words[i];
    }
    return only;
  }

  private Bits copy() {
    Bits copy = new Bits(length);
    System.arraycopy(words, 0, copy.words, 0, words.length);
    return copy;
  }

  /** One element a sample. */
  public boolean[] toArray() {
    boolean[] right = new boolean[length];
    right().forEach(i -> right[i] = true);
    return right;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bits bits && length == bits.length && Arrays.equals(words, bits.words);
  }

  @Override
  public int hashCode() {
    return 31 * length + Arrays.hashCode(words);
  }

  /** One character a sample, as {@link #of(String)} reads them. */
  @JsonValue
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(get(i) ? '1' : '0');
    }
    return text.toString();
  }
}
