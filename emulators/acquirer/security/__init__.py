"""Keys, message authentication and PIN blocks, as China UnionPay terminals have them."""
