package org.robustgrid.cli.planted;

import org.robustgrid.cli.planted.PlantedProvider.Wrapping;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/** Random resizing that says that it is random. */
public final class ResizedProvider implements DefenseProvider {

  private static final DefenseDescriptor DESCRIPTOR =
      DefenseDescriptor.builder("planted-resized", "Resizes at random.")
          .randomised()
          .parameters(PlantedProvider.BASE)
          .build();

  @Override
  public DefenseDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Defense create(Parameters parameters) {
    return new Wrapping(Resized::new);
  }
}
