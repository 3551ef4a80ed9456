package org.robustgrid.spi.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names that a family of PyTorch code gives an architecture's weights in a {@code state_dict}.
 *
 * @param family whose names they are, such as {@code torchvision}
 * @param places by tensor name; every weight of the network has one
 * @param unread shapes, by name, of tensors that such files may hold and no forward pass reads
 * @param normalisation of the pixels that such files hold as tensors, where they do
 * @since 0.1
 */
public record TensorNames(
    String family,
    Map<String, TensorPlace> places,
    Map<String, long[]> unread,
    Optional<Normalisation> normalisation) {

  /**
   * Names of the tensors by which pixels are normalised, (x − mean)/deviation by channel. Files may
   * leave them out.
   *
   * @param mean one number for each channel
   * @param deviation one number for each channel
   * @since 0.1
   */
  public record Normalisation(String mean, String deviation) {}

  public TensorNames {
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    unread = Collections.unmodifiableMap(new LinkedHashMap<>(unread));
  }
}
