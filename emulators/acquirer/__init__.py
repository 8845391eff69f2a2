"""The mock acquirer host: requests in, decisions and books out."""
